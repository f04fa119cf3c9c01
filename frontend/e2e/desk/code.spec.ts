import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('for a requester without a phone the code is printed by staff who did not place the order', async ({ desk }) => {
  const me = await as('granny')('get', '/me', {})
  const key = () => crypto.randomUUID()
  const { id } = await as('desk')('post', '/orders', { key: key(), body: {
    kind: 'wish', area_code: me.area_code, title: '想要一根拐杖', detail: '', on_behalf_of: { name: '孙大爷', address: '平房东头' },
  } })
  await as('desk')('post', '/orders/{id}/publish', { path: { id }, key: key(), body: { public_title: '想要一根拐杖', public_text: '', public_pictures: false } })
  await as('helper')('post', '/orders/{id}/claim', { path: { id }, key: key(), body: {} })
  const placer = await desk('desk', `/orders/${id}`)
  await placer.getByRole('button', { name: '更多' }).click()
  await expect(placer.getByRole('menuitem', { name: '督办' }).or(placer.getByRole('menuitem', { name: '留言' })).first()).toBeVisible()
  await expect(placer.getByRole('menuitem', { name: '取签到码' })).toHaveCount(0)
  const page = await desk('secretary', `/orders/${id}`)
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '取签到码' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('原因').fill('老人没有手机,打印上门单')
  await form.getByRole('button', { name: '取签到码' }).click()
  const code = await page.locator('.code b').innerText()
  await as('helper')('post', '/orders/{id}/sign-in', { path: { id }, key: key(), body: { code, reason: '' } })
  await expect(page.getByText('志愿者已到达')).toBeVisible()
})
