import { takenOut } from '../kit/exports.ts'
import { expect, test } from '../kit/test.ts'

test('the four levels open one by one; a group is founded, renamed and ended', async ({ desk }) => {
  const page = await desk('desk', '/party')
  const line = (name: string) => page.getByRole('listitem').filter({ hasText: name }).last()
  await expect(line('康成社区党委')).toContainText('2 个支部 · 2 个党小组 · 2 户中心户')
  await page.getByRole('button', { name: '展开 康成社区党委' }).click()
  await page.getByRole('button', { name: '展开 康成社区第一网格党支部' }).click()
  await page.getByRole('button', { name: '展开 3号楼党小组' }).click()
  await expect(page.getByText('马**')).toBeVisible()
  await expect(page.getByText('康成小区3号楼 楼栋长')).toBeVisible()
  await expect(page.getByText('康成小区3号楼 2 单元长')).toBeVisible()
  await expect(page.getByRole('button', { name: '撤销 3号楼党小组' })).toBeHidden()

  await page.getByRole('button', { name: '设立党小组' }).first().click()
  const form = page.getByRole('dialog')
  await form.getByLabel('名称').fill('党小组13800138000')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByText('不含个人信息', { exact: false })).toBeVisible()
  await form.getByLabel('名称').fill('9号楼党小组')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('2 个支部 · 3 个党小组 · 2 户中心户')).toBeVisible()

  await page.getByRole('button', { name: '改名 9号楼党小组' }).click()
  await form.getByLabel('名称').fill('10号楼党小组')
  await form.getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '撤销 10号楼党小组' }).click()
  await form.getByRole('button', { name: '撤销' }).click()
  await expect(page.getByRole('listitem').getByText('10号楼党小组')).toBeHidden()
  await expect(page.getByText('2 个支部 · 2 个党小组 · 2 户中心户')).toBeVisible()
})

test('the organisations are taken out, in which there is nothing personal', async ({ desk }) => {
  const page = await desk('desk', '/party')
  await page.getByRole('button', { name: '导出 Excel' }).click()
  await expect(page.getByRole('dialog').getByText('表里没有个人信息')).toBeVisible()
  await expect(page.getByRole('dialog').getByText('包含个人信息')).toHaveCount(0)
  await page.keyboard.press('Escape')
  const sheet = await takenOut(page, '导出 Excel', '党组织')
  for (const text of ['上级组织', '康成社区党委', '康成社区第一网格党支部', '3号楼党小组']) expect(sheet).toContain(text)
  expect(sheet.indexOf('康成社区党委')).toBeLessThan(sheet.indexOf('3号楼党小组'))
})
