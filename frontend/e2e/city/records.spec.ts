import { phoneOf } from '../kit/people.ts'
import { grannyIsRegistered, identityNumber } from '../kit/register.ts'
import { expect, settled, test } from '../kit/test.ts'

const grid = '370785001001001'
/** number is the n-th identity number of this test. */
const number = (n: number) => identityNumber(`3707${String(n / 1000 | 0).padStart(2, '0')}19550309${String(n % 1000).padStart(3, '0')}`)

test('5,000 residents come in from a table while the register of the city is read', async ({ desk }) => {
  const page = await desk('desk', '/imports?kind=residents')
  const table = '姓名,身份证号,网格编码,住址\n' + [...Array(5000).keys()].map((n) => `周福来,${number(n)},${grid},9号楼${n}室\n`).join('')
  await page.locator('input[type=file]').setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(table + '周福来,370782195503090011,370785001001001,\n') })
  await page.getByRole('button', { name: '检查' }).click({ timeout: 60_000 })
  await expect(page.getByText('共 5,001 行,5,000 行可以写入,1 行有错').first()).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: '只写入没有错的 5,000 行' }).click()
  await expect(page.getByText('新增 5,000 名居民').first()).toBeVisible({ timeout: 60_000 })
})

test('one of 270,000 is found by a number, and lists are narrowed', async ({ desk }) => {
  await grannyIsRegistered()
  const page = await desk('city', '/residents')
  await page.getByRole('textbox', { name: '按身份证号或手机号查找' }).fill(phoneOf('granny'))
  await page.getByRole('button', { name: '查找' }).click()
  await page.getByRole('link', { name: '张**' }).click()
  await expect(page.getByText('370***********0069')).toBeVisible()
  await page.getByRole('link', { name: '居民档案' }).click()
  await page.locator('.el-select', { has: page.getByRole('combobox', { name: '年龄段' }) }).click()
  await page.getByRole('option', { name: '14 岁以下' }).click()
  await expect(page.getByRole('row').nth(50)).toContainText(/\b([0-9]|1[0-4])\b/)
})

test('who seems to be entered twice is looked for in the whole city', async ({ desk }) => {
  const page = await desk('city', '/residents/alike')
  await settled(page)
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})
