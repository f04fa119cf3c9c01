import { fetched, sheetOf } from '../kit/exports.ts'
import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('what the pool shows is taken out with the masks on', async ({ desk }) => {
  const page = await desk('desk', '/orders?kind=wish')
  await page.getByRole('button', { name: '导出表格' }).click()
  const form = page.getByRole('dialog')
  await expect(form.getByText('姓名、电话、证件号已遮盖')).toBeVisible()
  await form.getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '导出' })).toBeVisible()
  await expect(page.getByText('kind=wish').first()).toBeVisible()
  expect(sheetOf(await fetched(page))).toContain('公开标题')
})

test('what the pool shows is taken out comma-separated', async ({ desk }) => {
  const page = await desk('desk', '/orders?kind=wish')
  await page.getByRole('button', { name: '导出表格' }).click()
  const form = page.getByRole('dialog')
  await form.getByText('CSV').click()
  await form.getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '导出' })).toBeVisible()
  expect((await fetched(page, 'csv')).toString()).toMatch(/^\uFEFF编号,类型/)
})

test('figures are taken out as they are shown', async ({ desk }) => {
  const page = await desk('street', '/figures')
  await page.getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByRole('dialog').getByText('包含个人信息')).toHaveCount(0)
  await page.getByRole('dialog').getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByText('三率统计').first()).toBeVisible()
  expect((await fetched(page)).length).toBeGreaterThan(1_000)
})

test('personal data leave only after a second person agreed, and an export can be stopped', async ({ desk }) => {
  const page = await desk('desk', '/orders?state=pool')
  await page.getByRole('button', { name: '导出表格' }).click()
  const form = page.getByRole('dialog')
  await form.getByText('包含个人信息').click()
  await form.getByRole('button', { name: '导出表格' }).click()
  await expect(form.getByRole('alert')).toBeVisible()
  await form.locator('.el-select').click()
  await page.getByRole('option', { name: '上门走访' }).click()
  await form.getByLabel('补充说明').fill('周末集中走访')
  await form.getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByText('待审批').first()).toBeVisible()
  await expect(page.getByText('state=pool')).toBeVisible()

  const mine = await as('desk')('get', '/exports', { query: {} })
  expect(mine.items[0].file).toBe(false)
  await expect(as('desk')('post', '/exports/{id}/approve', { path: { id: mine.items[0].id }, body: {}, key: crypto.randomUUID() })).rejects.toMatchObject({ status: 403 })

  const second = await desk('secretary', '/exports')
  await second.getByText('待我审批').click()
  await expect(second.getByText('周末集中走访')).toBeVisible()
  await second.getByRole('button', { name: '同意', exact: true }).click()
  await expect(second.getByText('还没有导出')).toBeVisible()
  await expect(page.getByText('已完成').first()).toBeVisible()
  await fetched(page)

  await page.goto(page.url().replace('/exports', '/orders'))
  await page.getByRole('button', { name: '导出表格' }).click()
  await form.getByText('包含个人信息').click()
  await form.locator('.el-select').click()
  await page.getByRole('option', { name: '回访' }).click()
  await form.getByRole('button', { name: '导出表格' }).click()
  await page.getByRole('button', { name: '停止' }).first().click()
  await expect(page.getByText('已停止').first()).toBeVisible()
})
