import type { Page } from '@playwright/test'
import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

const fresh = (words: string) => `${words} ${Date.now()}`

/** mine are the resident's orders with a title. */
const mine = async (title: string) => (await as('uncle')('get', '/orders', { query: { view: 'mine' } })).items.filter((order) => order.title === title)

const submit = (page: Page) => page.getByRole('button', { name: '提交', exact: true })

test('what was typed survives a reload', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  const title = fresh('楼道的灯坏了')
  await page.getByLabel('我的需要').fill(title)
  await page.getByLabel('再说详细一点').fill('三楼到四楼之间')
  await page.reload()
  await expect(page.getByLabel('我的需要')).toHaveValue(title)
  await expect(page.getByLabel('再说详细一点')).toHaveValue('三楼到四楼之间')
})

test('an order that is placed without a network is sent once the network is back, and once only', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  const title = fresh('水管漏水')
  await page.getByLabel('我的需要').fill(title)
  await page.context().setOffline(true)
  await submit(page).click()
  await expect(page.getByText(/联网后自动/).first()).toBeVisible()
  expect(await mine(title)).toHaveLength(0)
  await page.context().setOffline(false)
  await expect.poll(async () => (await mine(title)).length, { timeout: 30_000 }).toBe(1)
  await page.reload()
  await expect(page.getByRole('main')).toBeVisible()
  expect(await mine(title)).toHaveLength(1)
})

test('a double tap places one order', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  const title = fresh('楼下垃圾没人收')
  await page.getByLabel('我的需要').fill(title)
  await submit(page).dblclick()
  await expect(page).toHaveURL(/orders\/order/)
  expect(await mine(title)).toHaveLength(1)
})

test('a server that is busy loses nothing', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  const title = fresh('门禁打不开')
  await page.getByLabel('我的需要').fill(title)
  await page.route('**/api/v1/orders', (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: { code: 'unavailable', title: '系统正忙' } }) : route.continue()))
  await submit(page).click()
  await expect(page.getByText(/联网后自动|稍后/).first()).toBeVisible()
  await page.unroute('**/api/v1/orders')
  await page.reload()
  await expect.poll(async () => (await mine(title)).length, { timeout: 30_000 }).toBe(1)
})

test('a title of five hundred characters with emoji is refused beside its field, and kept whole', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  const long = '灯💡'.repeat(250)
  await page.getByLabel('我的需要').fill(long)
  await submit(page).click()
  await expect(page.getByText(/最多 60 个字,现在是 500 个/)).toBeVisible()
  await expect(page.getByLabel('我的需要')).toHaveValue(long)
})

test('a session that ends in the middle of a form loses nothing', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  const title = fresh('想换灯泡')
  await page.getByLabel('我的需要').fill(title)
  await page.route('**/api/v1/orders', (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 401, json: { code: 'auth.required', title: '请先登录' } }) : route.continue()))
  await submit(page).click()
  await page.unroute('**/api/v1/orders')
  await page.goto('about:blank')
  await page.goBack()
  await expect(page.getByLabel('我的需要').or(page.getByText(/登录/).first()).first()).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('我的需要')).toHaveValue(title)
})
