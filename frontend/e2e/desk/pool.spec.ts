import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

const place = async (title: string) => {
  const me = await as('granny')('get', '/me', {})
  return (await as('granny')('post', '/orders', { key: crypto.randomUUID(), body: { kind: 'wish', area_code: me.area_code, title, detail: '' } })).id
}

test('filters narrow the pool, are kept under a name, and match nothing honestly', async ({ desk }) => {
  const page = await desk('desk', '/orders?state=rated')
  await expect(page.getByText('已评价').first()).toBeVisible()
  await page.getByRole('button', { name: '常用筛选' }).click()
  await page.getByRole('menuitem', { name: '保存当前筛选' }).click()
  await page.getByLabel('给这组筛选起个名字').fill('评过的')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.goto(page.url().replace('state=rated', 'q=没有这样的词'))
  await expect(page.getByText('没有符合条件的订单')).toBeVisible()
  await page.getByRole('button', { name: '常用筛选' }).click()
  await page.getByRole('menuitem', { name: '评过的' }).click()
  await expect(page).toHaveURL(/state=rated/)
})

test('many orders are published at once, and each that is refused says why', async ({ desk }) => {
  const ids = [await place('想要一把放大镜'), await place('想要一个靠垫')]
  const page = await desk('desk', '/orders?state=placed')
  await page.getByRole('button', { name: '全选所有符合条件的' }).click()
  await expect(page.getByText(/已选 \d+ 单/)).toBeVisible()
  await as('granny')('post', '/orders/{id}/cancel', { path: { id: ids[1] }, body: { reason: '' }, key: crypto.randomUUID() })
  await page.getByRole('button', { name: '批量发布' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await expect(page.getByRole('dialog').getByText(/单没有办成/)).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('link', { name: '想要一个靠垫' })).toBeVisible()
  expect((await as('desk')('get', '/orders/{id}', { path: { id: ids[0] } })).state).toBe('pool')
})

test('waiting orders are given out in one plan, changed by hand, and sent', async ({ desk }) => {
  const id = await place('想要一副手套')
  await as('desk')('post', '/orders/{id}/publish', { path: { id }, body: { public_title: '想要一副手套', public_text: '', public_pictures: false }, key: crypto.randomUUID() })
  const page = await desk('desk', `/dispatch?ids=${id}`)
  await page.getByRole('button', { name: '生成方案' }).click()
  const row = page.getByRole('row', { name: /想要一副手套/ })
  await expect(row).toContainText('离得近')
  await row.getByRole('button', { name: '换人' }).click()
  await page.getByRole('dialog').getByRole('button').nth(2).click()
  await page.getByRole('button', { name: /^发出 1 个派单/ }).click()
  await expect(row.getByText('已派', { exact: true })).toBeVisible()
  expect((await as('desk')('get', '/orders/{id}', { path: { id } })).state).toBe('offered')
})

test('the map shows where orders wait, and leads to them', async ({ desk }) => {
  const page = await desk('desk', '/orders')
  await page.getByRole('button', { name: '地图' }).click()
  await expect(page.locator('.leaflet-interactive').first()).toBeVisible()
  await page.locator('.leaflet-interactive').first().click({ force: true })
  await expect(page).toHaveURL(/area=370785/)
})
