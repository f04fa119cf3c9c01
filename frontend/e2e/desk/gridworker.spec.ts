import { violations } from '../kit/axe.ts'
import { as, client, codeSentTo, phoneOf, town } from '../kit/people.ts'
import { expect, settled, test } from '../kit/test.ts'

const [own, neighbour] = ['370785001001001', '370785001001002']

test('a grid worker has the desk of her grid: its figures, its people, its team, and nothing else', async ({ desk }) => {
  const page = await desk('worker')
  await settled(page)
  await expect(page).toHaveURL(/#\/city$/)
  const places = page.getByRole('navigation', { name: '导航' }).getByRole('link')
  expect((await places.allInnerTexts()).map((name) => name.split('\n').at(-1))).toEqual(['辖区概况', '居民档案', '网格队伍', '消息', '我的账号'])
  await expect(page.getByText('康成社区第一网格').first()).toBeVisible()
  await expect(page.getByRole('row', { name: /康成小区3号楼/ })).toBeVisible()
  await expect(page.getByText('网格调整')).toHaveCount(0)
  await expect(page.getByText('第二网格')).toHaveCount(0)
  await expect(page.getByRole('button', { name: /导入/ })).toHaveCount(0)

  await page.keyboard.press('g')
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { level: 1, name: '居民档案' })).toBeVisible()
  await expect(page.getByRole('button', { name: '登记居民' })).toBeVisible()
  await expect(page.getByRole('button', { name: /导入/ })).toHaveCount(0)
  const grids = page.locator('tbody tr td:nth-child(7)')
  await expect(grids.first()).toHaveText(/^康成(社区第一网格|小区3号楼)$/)
  expect(new Set(await grids.allInnerTexts()).size).toBeLessThanOrEqual(2)
  await page.locator('tbody a').first().click()
  await expect(page.getByText(/\*\*/).first()).toBeVisible()

  await page.getByRole('link', { name: '网格队伍' }).click()
  await expect(page.locator('tbody tr')).toHaveCount(1)
  await page.getByRole('link', { name: '康成社区第一网格' }).click()
  await expect(page.getByRole('row', { name: /专职网格员 沈\*/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /定岗|结束|导入/ })).toHaveCount(0)
})

test('what is not her grid’s is closed to a grid worker, and so is what staff alone may do', async ({ desk }) => {
  const page = await desk('worker', `/grid-teams/${neighbour}`)
  await expect(page.getByText(/不存在|没有找到|找不到/).first()).toBeVisible()
  await page.goto(`${town().url}/desk/#/city?area=${neighbour}`)
  await expect(page.getByText(/不存在|没有找到|找不到/).first()).toBeVisible()
  await expect(page.getByText('数据截至')).toHaveCount(0)
  for (const path of ['/orders', '/imports', '/figures', '/screen', '/funds', '/party', `/city/${own.slice(0, 12)}/map`]) {
    await page.goto(`${town().url}/desk/#${path}`)
    await expect(page).toHaveURL(/#\/city$/)
  }
  await expect(as('worker')('get', '/residents', { query: { area: neighbour } })).rejects.toMatchObject({ status: 404 })
  const { items } = await as('worker')('get', '/residents', { query: { area: own.slice(0, 12) } })
  expect(items.filter(({ area_code }) => !area_code.startsWith(own))).toEqual([])
})

test('on a phone alone a grid worker is a steward, for whom the desk has nothing', async ({ browser }) => {
  const phone = phoneOf('worker')
  const { challenge } = await client(town())('post', '/auth/codes', { body: { phone } })
  const { token } = await client(town())('post', '/auth/sessions', { body: { phone, challenge, code: await codeSentTo(phone) } })
  const context = await browser.newContext({ storageState: { origins: [], cookies: [{ name: 'delinli', value: token, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' }] } })
  const page = await context.newPage()
  await page.goto(`${town().url}/desk/#/residents`)
  await expect(page.getByRole('link', { name: '打开居民端' })).toBeVisible()
  await context.close()
})

for (const look of [{}, { dark: true }, { width: 390, height: 844 }]) {
  for (const path of ['/city', '/residents', '/grid-teams', `/grid-teams/${own}`]) {
    test(`the desk of a grid is for everybody, ${path} ${JSON.stringify(look)}`, async ({ desk }) => {
      const page = await desk('worker', path, look)
      await settled(page)
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth <= document.querySelector('main')!.clientWidth)).toBe(true)
    })
  }
}
