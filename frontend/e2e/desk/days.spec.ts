import { as, town } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

const place = async (title: string) => {
  const me = await as('granny')('get', '/me', {})
  return (await as('granny')('post', '/orders', { key: crypto.randomUUID(), body: { kind: 'wish', area_code: me.area_code, title, detail: '' } })).id
}

test('what happens while the live connection is cut is there when it is back', async ({ desk }) => {
  const context = (await desk('desk')).context()
  const again = await context.newPage()
  let cut = true
  await again.route('**/api/v1/stream', (route) => (cut ? route.abort() : route.continue()))
  await again.goto(`${town().url}/desk/`)
  await expect(again.getByText('实时连接已断开')).toBeVisible()
  await place('断线时提交的心愿')
  cut = false
  await expect(again.getByRole('link', { name: '断线时提交的心愿' })).toBeVisible({ timeout: 40_000 })
  await expect(again.getByText('实时连接已断开')).toBeHidden()
})

test('a seat that is withdrawn closes its page, and the rest stays open', async ({ desk }) => {
  const me = await as('desk')('get', '/me', {})
  const seat = await as('street')('post', '/seats', { key: crypto.randomUUID(), body: { person_id: me.id, role: 'community_secretary', area_code: me.seats.find(({ role }) => role === 'community_staff')!.area_code } })
  const page = await desk('desk', '/complaints')
  await expect(page.getByRole('heading', { level: 1, name: '投诉' })).toBeVisible()
  await as('street')('delete', '/seats/{id}', { path: { id: seat.id } })
  await expect(page.getByText('您的岗位有变动')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: '工作台' })).toBeVisible()
  await expect(page.getByRole('link', { name: /投诉/ })).toHaveCount(0)
})

test('what was published by mistake is taken back with one key', async ({ desk }) => {
  const id = await place('想要一顶草帽')
  const page = await desk('desk', `/orders/${id}`)
  await page.getByRole('button', { name: '审核发布' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('公开标题').fill('想要一顶草帽')
  await form.getByRole('button', { name: '审核发布' }).click()
  await expect(page.getByRole('button', { name: '撤销', exact: true })).toBeVisible()
  await expect(form).toBeHidden()
  await page.keyboard.press('z')
  await expect(page.getByText('已撤销')).toBeVisible()
  await expect.poll(async () => (await as('desk')('get', '/orders/{id}', { path: { id } })).state).toBe('placed')
})
