import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('somebody places an order for a member of the household', async ({ open }) => {
  const title = `给老伴理发 ${Date.now()}`
  const [mine, theirs] = await Promise.all([as('granny')('get', '/me', {}), as('uncle')('get', '/me', {})])
  await as('desk')('post', '/people/{id}/household', { path: { id: theirs.id }, body: { with: mine.id }, key: `kin-${Date.now()}` })
  const page = await open('granny', 'place/place', { query: { kind: 'request' } })
  await page.getByLabel('我的需要').fill(title)
  await page.getByRole('radio', { name: '李**' }).click()
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page).toHaveURL(/orders\/order/)
  const id = new URLSearchParams(page.url().split('?')[1]).get('id')!
  expect(await as('uncle')('get', '/orders/{id}', { path: { id } })).toMatchObject({ requester_id: theirs.id, placed_by: mine.id })
})
