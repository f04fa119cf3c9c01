import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('a wish goes round: resident, desk and volunteer in three browsers, live', async ({ desk, open }) => {
  const bench = await desk('desk')
  await expect(bench.getByRole('tab', { name: /待处理/ })).toBeVisible()
  const me = await as('granny')('get', '/me', {})
  const { id } = await as('granny')('post', '/orders', { key: crypto.randomUUID(), body: { kind: 'wish', area_code: me.area_code, title: '想要一个放大镜', detail: '看药盒用' } })
  await bench.getByRole('link', { name: '订单池', exact: true }).click() // the workbench begins with what is due first, which may be a long list
  await bench.getByRole('link', { name: '想要一个放大镜' }).first().click()

  await bench.getByRole('button', { name: '审核发布' }).click()
  const form = bench.getByRole('dialog')
  await form.getByLabel('公开标题').fill('一位老人想要一个放大镜,电话13800001234')
  await form.getByRole('button', { name: '审核发布' }).click()
  await expect(bench.getByText('个人信息已自动遮盖')).toBeVisible()
  await expect(bench.getByText('社区审核通过')).toBeVisible()

  await bench.getByRole('button', { name: '派单', exact: true }).click()
  const hands = new Map(await Promise.all((['helper', 'tutor', 'plumber'] as const).map(async (who) => [(await as(who)('get', '/me', {})).id, who] as const)))
  const offered = (await as('desk')('get', '/orders/{id}/suggestions', { path: { id }, query: {} })).items
  await form.getByRole('radio').nth(offered.findIndex((one) => hands.has(one.person_id))).check()
  await form.getByRole('button', { name: '派单' }).click()
  await expect(bench.getByText('已派给志愿者')).toBeVisible()

  const shown = await as('desk')('get', '/orders/{id}', { path: { id } })
  const helper = hands.get(shown.assignee_id!)!
  await as(helper)('post', '/orders/{id}/accept', { path: { id }, body: {}, key: crypto.randomUUID() })
  await expect(bench.getByText('志愿者接单了')).toBeVisible()
  const code = (await as('granny')('get', '/orders/{id}', { path: { id } })).sign_in_code!
  const phone = await open('granny', 'orders/order', { query: { id } })
  await as(helper)('post', '/orders/{id}/sign-in', { path: { id }, body: { code, reason: '' }, key: crypto.randomUUID() })
  await as(helper)('post', '/orders/{id}/finish', { path: { id }, body: { result: '已送到' }, key: crypto.randomUUID() })
  await expect(phone.getByText('待评价').first()).toBeVisible()
  await expect(bench.getByText('已送到')).toBeVisible()
  await as('granny')('post', '/orders/{id}/rate', { path: { id }, body: { solved: true, stars: 5, comment: '' }, key: crypto.randomUUID() })
  await expect(bench.getByText('居民已评价')).toBeVisible()

  // whoever had a part in it does not call back
  await expect(bench.getByRole('button', { name: '回访', exact: true })).toBeHidden()
  const caller = await desk('secretary', `/orders/${id}`)
  await caller.getByRole('button', { name: '回访', exact: true }).click()
  const answers = caller.getByRole('dialog')
  await answers.getByRole('button', { name: '回访' }).click()
  await expect(answers).toBeHidden()
  await expect(bench.getByText('工作人员回访')).toBeVisible()
})

test('two at one order: who comes second sees what the first did, and keeps their words', async ({ desk }) => {
  const me = await as('granny')('get', '/me', {})
  const { id } = await as('granny')('post', '/orders', { key: crypto.randomUUID(), body: { kind: 'request', area_code: me.area_code, title: '路灯坏了', detail: '' } })
  const slower = await desk('desk', `/orders/${id}`)
  await slower.route('**/api/v1/stream', (route) => route.abort())
  await slower.getByRole('button', { name: '更多' }).click()
  await slower.getByRole('menuitem', { name: '不予受理' }).click()
  const form = slower.getByRole('dialog')
  await form.getByLabel('原因').fill('这条路归市政管')
  await as('secretary')('post', '/orders/{id}/ask', { path: { id }, body: { reason: '是哪一盏' }, key: crypto.randomUUID() })
  await form.getByRole('button', { name: '不予受理' }).click()
  await expect(form.getByText('这个订单有了新进展')).toBeVisible()
  await expect(form.getByLabel('原因')).toHaveValue('这条路归市政管')
  await expect(slower.getByText('社区请您补充说明').first()).toBeVisible()
  await form.getByRole('button', { name: '不予受理' }).click()
  await expect(form).toBeHidden()
  await expect(slower.getByText('不予受理').first()).toBeVisible()
})

test('the contact is shown for a reason, and the resident can see who looked', async ({ desk }) => {
  const { items } = await as('desk')('get', '/orders', { query: { view: 'desk', state: 'placed' } })
  const page = await desk('desk', `/orders/${items[0].id}`)
  await page.getByRole('button', { name: '查看联系方式' }).click()
  const form = page.getByRole('dialog')
  await expect(form.getByRole('button', { name: '确定' })).toBeDisabled()
  await form.locator('.el-select').click()
  await page.getByRole('option', { name: '回访' }).click()
  await form.getByRole('button', { name: '确定' }).click()
  await expect(page.getByRole('link', { name: /^10000000/ })).toBeVisible()
})
