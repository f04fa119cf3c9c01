import { violations } from '../kit/axe.ts'
import { takenOut } from '../kit/exports.ts'
import { as } from '../kit/people.ts'
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
  await page.getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByRole('dialog').getByText('表里没有个人信息')).toBeVisible()
  await expect(page.getByRole('dialog').getByText('包含个人信息')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  const sheet = await takenOut(page, '导出表格', '党组织')
  for (const text of ['上级组织', '康成社区党委', '康成社区第一网格党支部', '3号楼党小组']) expect(sheet).toContain(text)
  expect(sheet.indexOf('康成社区党委')).toBeLessThan(sheet.indexOf('3号楼党小组'))
})

test('a branch with money left is not ended; once that is spent it ends, and its book is closed', async ({ desk }) => {
  const call = as('desk')
  const [committee] = (await call('get', '/party/orgs', {})).items
  const stamp = Date.now()
  const name = `临时党支部 ${stamp}`
  const branch = await call('post', '/party/orgs', { body: { parent_id: committee.id, name, area_code: '370785001001001' }, key: `branch-${stamp}` })
  const fund = await call('post', '/funds', { body: { org_id: branch.id, year: new Date().getFullYear() }, key: `fund-${stamp}` })
  const book = (amount: number, voucher: string) => call('post', '/funds/{id}/entries', { path: { id: fund.id }, body: { amount, purpose: '结清', voucher }, key: `line${amount}-${stamp}` })
  await book(35_000, '收-1')
  const page = await desk('desk', '/party')
  const line = () => page.getByRole('listitem').filter({ hasText: name }).last()
  await page.getByRole('button', { name: `展开 ${committee.name}` }).click()
  await expect(line()).toContainText('经费余 350.00 元')
  await expect(page.getByRole('button', { name: `撤销 ${name}` })).toBeHidden()
  await book(-35_000, '支-1')
  await page.reload()
  await page.getByRole('button', { name: `展开 ${committee.name}` }).click()
  await page.getByRole('button', { name: `撤销 ${name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
  await expect(line()).toBeHidden()
  await page.goto(page.url().replace(/#.*/, `#/funds/${fund.id}`))
  await expect(page.getByText('账本已封存', { exact: false })).toBeVisible()
  await expect(page.getByRole('button', { name: '记账' })).toHaveCount(0)
  expect(await violations(page)).toEqual([])
})
