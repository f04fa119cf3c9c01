import { writeFileSync } from 'node:fs'
import { as } from '../kit/people.ts'
import { picture } from '../kit/files.ts'
import { expect, test } from '../kit/test.ts'

// Whatever a phone refuses or brings, the form says what to do and keeps what was typed.

const typed = '家里的门锁坏了'

test('a phone that refuses its microphone', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  await page.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')) })
  await page.getByLabel('我的需要').fill(typed)
  await page.getByRole('button', { name: '按一下开始录音' }).click()
  await expect(page.getByText(/用不了麦克风/)).toBeVisible()
  await expect(page.getByLabel('我的需要')).toHaveValue(typed)
})

test('a phone that refuses its place', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' }, context: { permissions: [] } })
  await page.evaluate(() => { navigator.geolocation.getCurrentPosition = (_, refused) => refused?.({ code: 1 } as GeolocationPositionError) })
  await page.getByLabel('我的需要').fill(typed)
  await page.getByRole('button', { name: '用我现在的位置' }).click()
  await expect(page.getByText(/没有拿到位置/)).toBeVisible()
  await expect(page.getByLabel('我的需要')).toHaveValue(typed)
})

test('the place of the phone finds the building', async ({ open }) => {
  const page = await open('uncle', 'place/place', { query: { kind: 'request' }, context: { permissions: ['geolocation'], geolocation: { latitude: 36.3785, longitude: 119.7445 } } })
  await page.getByRole('button', { name: '用我现在的位置' }).click()
  await expect(page.getByText(/康成小区3号楼/).first()).toBeVisible()
})

for (const [what, file, says] of [
  ['a picture that the phone cannot open', { name: 'a.heic', mimeType: 'image/heic', buffer: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic')]) }, /HEIC/],
  ['a file that is no picture', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture at all') }, /不是图片/],
] as const) {
  test(what, async ({ open }) => {
    const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
    await page.getByLabel('我的需要').fill(typed)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: /添加图片/ }).click()
    await (await chooser).setFiles(file)
    await expect(page.getByText(says)).toBeVisible()
    await expect(page.getByLabel('我的需要')).toHaveValue(typed)
  })
}

test('a picture of 40 megabytes is made small before it is sent', async ({ open }, info) => {
  const large = info.outputPath('large.png')
  writeFileSync(large, Buffer.concat([picture.buffer, Buffer.alloc(40 * 1024 * 1024)])) // what follows the end of a PNG is nothing to a decoder
  const page = await open('uncle', 'place/place', { query: { kind: 'request' } })
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/files'))
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /添加图片/ }).click()
  await (await chooser).setFiles(large)
  const length = Number((await (await sent).allHeaders())['content-length'])
  expect(length).toBeGreaterThan(0)
  expect(length).toBeLessThan(2 * 1024 * 1024)
  await expect(page.getByText('已上传')).toBeVisible()
})

test('the way back in the middle of a form loses nothing', async ({ open }) => {
  const page = await open('aunt', 'home/home')
  await page.getByRole('button', { name: /提诉求/ }).click()
  await page.getByLabel('我的需要').fill(typed)
  await page.goBack()
  await page.getByRole('button', { name: /提诉求/ }).click()
  await expect(page.getByLabel('我的需要')).toHaveValue(typed)
})

test('a clock that is an hour off does not stand in the way', async ({ open }) => {
  const page = await open('uncle', 'orders/list')
  await page.clock.install({ time: Date.now() + 3_600_000 })
  await page.reload()
  await expect(page.getByRole('main')).toContainText(/[待已]/)
  await page.goto(page.url().replace('orders/list', 'place/place?kind=request'))
  await page.getByLabel('我的需要').fill(`${typed} ${Date.now()}`)
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page).toHaveURL(/orders\/order/)
})

test('an order that changes under one\'s hands shows what changed and keeps the words', async ({ open }) => {
  const title = `修水龙头 ${Date.now()}`
  const { id } = await as('aunt')('post', '/orders', { body: { kind: 'wish', area_code: '370785001001001', title }, key: `changing-${Date.now()}` })
  const page = await open('aunt', 'orders/order', { query: { id }, context: { serviceWorkers: 'block' } })
  await page.route('**/api/v1/stream', (route) => route.abort())
  await page.reload()
  const why = '已经自己修好了'
  const sheet = page.getByRole('dialog')
  await page.getByRole('button', { name: '取消', exact: true }).click()
  await sheet.getByLabel(/取消的原因/).fill(why)
  await as('desk')('post', '/orders/{id}/publish', { path: { id }, body: { public_title: title }, key: `publish-${id}` })
  await sheet.getByRole('button', { name: '取消', exact: true }).click()
  await expect(sheet.getByText(/刚刚变了,现在是「待接单」/)).toBeVisible()
  await expect(sheet.getByLabel(/取消的原因/)).toHaveValue(why)
  await sheet.getByRole('button', { name: '取消', exact: true }).click()
  await expect(page.getByText('已取消').first()).toBeVisible()
})
