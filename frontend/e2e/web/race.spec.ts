import { randomUUID } from 'node:crypto'
import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

/** published is a wish on the wall. */
async function published(title: string): Promise<string> {
  const { id } = await as('uncle')('post', '/orders', { body: { kind: 'wish', area_code: '370785001001001', title }, key: randomUUID() })
  await as('desk')('post', '/orders/{id}/publish', { path: { id }, body: { public_title: title }, key: randomUUID() })
  return id
}

test('an order that another takes vanishes at once, and who comes too late is told kindly', async ({ open }) => {
  const [first, second] = [`理发 ${Date.now()}`, `陪诊 ${Date.now()}`]
  const ids = [await published(first), await published(second)]
  const page = await open('helper', 'volunteering/hall')
  const row = (title: string) => page.getByRole('listitem').filter({ hasText: title })
  await expect(row(first)).toBeVisible()

  await as('plumber')('post', '/orders/{id}/claim', { path: { id: ids[0] }, body: {}, key: `claim-${ids[0]}` })
  await expect(row(first)).toHaveCount(0)

  await page.route('**/api/v1/stream', (route) => route.abort())
  await page.reload()
  await expect(row(second)).toBeVisible()
  await as('plumber')('post', '/orders/{id}/claim', { path: { id: ids[1] }, body: {}, key: `claim-${ids[1]}` })
  await row(second).getByRole('button', { name: '我来帮忙' }).click()
  await expect(page.getByText(/刚被别人认领了/)).toBeVisible()
  await expect(row(second)).toHaveCount(0)
  for (const id of ids) await as('plumber')('post', '/orders/{id}/return', { path: { id }, body: { reason: '测试结束' }, key: `return-${id}` })
})
