import type { Page } from '@playwright/test'
import { identityNumber } from '../kit/register.ts'
import { expect, test } from '../kit/test.ts'

/** number is the n-th identity number of these tests. */
const number = (n: number) => identityNumber(`37078219550309${String(n).padStart(3, '0')}`)

const heads = '姓名,身份证号,怎么联系,网格编码,住址,户号,与户主关系,标签\n'
const line = (n: number) => `周福来,${number(n)},,370785001001001,幸福小区9号楼${n}室,${n},户主,独居\n`

async function choose(page: Page, content: string | Buffer, name = '幸福社区名册.csv'): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
}

test('a table is sent, its columns are checked, its faults are told by line, and its good lines are entered', async ({ desk }) => {
  const page = await desk('desk', '/residents')
  await page.getByRole('button', { name: '批量导入' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '批量导入' })).toBeVisible()
  await choose(page, heads + line(1) + line(2) + line(2) + '钱多多,370782195503090011,,370785001001001,,,户主,\n')
  await expect(page.getByText('待核对列').first()).toBeVisible()
  const name = page.getByRole('combobox', { name: '对应 姓名' })
  await page.locator('tr', { hasText: '姓名' }).locator('.el-select').click()
  await page.getByRole('option', { name: '不导入' }).click()
  await page.getByRole('button', { name: '检查' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '姓名' })).toContainText('没有一列')
  await expect(name).toBeVisible()
  await page.locator('tr', { hasText: '姓名' }).locator('.el-select').click()
  await page.getByRole('option', { name: '姓名 *' }).click()
  await page.getByRole('button', { name: '检查' }).click()
  await expect(page.getByText('共 4 行,2 行可以写入,2 行有错').first()).toBeVisible()
  const faults = page.getByRole('region', { name: '问题与改法' })
  await expect(faults.getByRole('row', { name: /^4 身份证号/ })).toContainText('与第 3 行')
  await expect(faults.getByRole('row', { name: /^5 身份证号/ })).toContainText('核对')
  await page.getByRole('button', { name: '只写入没有错的 2 行' }).click()
  await expect(page.getByText('新增 2 名居民').first()).toBeVisible()
  await page.getByRole('link', { name: '查看居民档案' }).click()
  await page.getByRole('textbox', { name: '按身份证号或手机号查找' }).fill(number(1))
  await page.getByRole('button', { name: '查找' }).click()
  await expect(page.getByRole('link', { name: '周**' })).toHaveCount(1)
})

test('a file that is cut off is gone on with where it was, and only with the same file', async ({ desk }) => {
  const page = await desk('secretary', '/imports')
  const content = heads + `周福来,${number(7)},,370785001001001,${'长'.repeat(60)},,户主,\n`.repeat(30_000)
  let cut = true
  await page.route('**/parts/1', (route) => (cut ? route.fulfill({ status: 400, json: { code: 'x', title: '断开了' } }) : route.continue()))
  await choose(page, content)
  await expect(page.getByText('断开了')).toBeVisible()
  await page.reload()
  await expect(page.getByText('上次没有传完')).toBeVisible()
  cut = false
  await choose(page, heads)
  await expect(page.getByRole('alert')).toContainText('不是同一个文件')
  await choose(page, content)
  await expect(page.getByText('待核对列').first()).toBeVisible()
  await page.getByRole('button', { name: '停止' }).click()
  await expect(page.getByText('已停止').first()).toBeVisible()
})

test('what is no table is told as that', async ({ desk }) => {
  const page = await desk('secretary', '/imports')
  await choose(page, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), '照片.csv')
  await expect(page.getByRole('alert').filter({ hasText: '读不出表格' })).toBeVisible()
  await page.getByRole('button', { name: '再导入一个' }).click()
  await expect(page.getByText('选择文件')).toBeVisible()
})

test('organisations are founded from a table; whoever is above stands on a line before', async ({ desk }) => {
  const page = await desk('city', '/party')
  await page.getByRole('button', { name: '批量导入' }).click()
  await expect(page.getByRole('radio', { name: '党组织' })).toBeChecked()
  await choose(page, '组织名称,上级组织,区划编码,成立日期\n凤凰新党委,,370785001002,2021/7/1\n凤凰新支部,凤凰新党委,370785001002001,\n凤凰新小组,没有的支部,370785001002001,\n')
  await expect(page.getByText('待核对列').first()).toBeVisible()
  await page.getByRole('button', { name: '检查' }).click()
  await expect(page.getByRole('row', { name: /^4 上级组织/ })).toContainText('没有这个名称的上级组织')
  await page.getByRole('button', { name: '只写入没有错的 2 行' }).click()
  await expect(page.getByText('新设 2 个组织').first()).toBeVisible()
  await page.getByRole('link', { name: '查看党组织' }).click()
  await expect(page.getByText('凤凰新党委')).toBeVisible()
})
