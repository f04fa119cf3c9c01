import { takenOut } from '../kit/exports.ts'
import { phoneOf } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('a grid shows what its team lacks, somebody is appointed to it, and their post ends', async ({ desk }) => {
  const page = await desk('desk', '/grid-teams')
  await expect(page.getByRole('row', { name: /第一网格/ })).toContainText('队伍齐备')
  await page.getByText(/缺网格长 \d/).click()
  await expect(page.getByRole('row', { name: /第一网格/ })).toBeHidden()
  await page.getByRole('link', { name: '康成社区第二网格' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '康成社区第二网格' })).toBeVisible()
  await expect(page.getByText('缺网格长')).toBeVisible()

  await page.getByRole('button', { name: '定岗' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: '手机号或身份证号' }).fill('10000009999')
  await form.getByRole('button', { name: '查找' }).click()
  await expect(form.getByText('您的辖区内没有这个号码的人')).toBeVisible()
  await form.getByRole('textbox', { name: '手机号或身份证号' }).fill(phoneOf('granny'))
  await form.getByRole('button', { name: '查找' }).click()
  await expect(form.getByText('张**')).toBeVisible()
  await form.getByRole('combobox', { name: '最后一天' }).fill('2020-01-01')
  await form.getByRole('combobox', { name: '最后一天' }).press('Enter')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByText('最后一天不能早于开始日')).toBeVisible()
  await form.getByRole('combobox', { name: '最后一天' }).fill('2099-12-31')
  await form.getByRole('combobox', { name: '最后一天' }).press('Enter')
  await form.getByRole('button', { name: '保存' }).click()
  const row = page.getByRole('row', { name: /兼职网格员 张\*\*/ })
  await expect(row).toContainText('2099年12月31日')

  await row.getByRole('button', { name: '结束' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束' }).click()
  await expect(row).not.toContainText('2099')
})

test('the desk of a department is not offered the teams', async ({ desk }) => {
  const page = await desk('bureau')
  await expect(page.getByRole('link', { name: '订单池' })).toBeVisible()
  await expect(page.getByRole('link', { name: '网格队伍' })).toBeHidden()
})

test('the teams are taken out with the masks on, and with the posts that are vacant', async ({ desk }) => {
  const page = await desk('desk', '/grid-teams')
  await page.getByText(/缺网格长 \d/).click()
  await page.getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByRole('dialog').getByText('姓名、电话、证件号已遮盖')).toBeVisible()
  await expect(page.getByRole('dialog').getByText('包含个人信息')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  const sheet = await takenOut(page, '导出表格', '网格队伍')
  await expect(page.getByText('gap=no_chief').first()).toBeVisible()
  for (const text of ['网格编码', '康成社区第二网格', '空缺']) expect(sheet).toContain(text)
  expect(sheet).not.toContain('康成社区第一网格')
})
