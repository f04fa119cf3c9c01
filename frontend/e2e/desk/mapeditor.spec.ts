import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { violations } from '../kit/axe.ts'
import { as } from '../kit/people.ts'
import { expect, settled, test, type Desk, type Look } from '../kit/test.ts'

type Spot = readonly [x: number, y: number] // hundredths of a degree from the south-west of the community

const [west, south] = [119.9, 36.5]
const ring = (...spots: Spot[]) => ({ type: 'Polygon' as const, coordinates: [[...spots, spots[0]].map(([x, y]) => [Number((west + x / 100).toFixed(7)), Number((south + y / 100).toFixed(7))])] })

/** surveyed is a community of its own, two squares side by side: the west one is a grid's, and the other grid is not drawn yet. */
async function surveyed(): Promise<{ community: string; first: string; second: string }> {
  const city = as('city')
  const taken = (await city('get', '/areas', { query: { parent: '370785', limit: 100 } })).items.map(({ code }) => code)
  const street = [...Array(99).keys()].map((n) => `${370785900 + n}`).find((code) => !taken.includes(code))!
  const [community, first, second] = [`${street}001`, `${street}001001`, `${street}001002`]
  for (const body of [{ code: street, name: '试点街道' }, { code: community, name: '试点社区', boundary: ring([0, 0], [2, 0], [2, 1], [0, 1]) },
    { code: first, name: '第1网格', boundary: ring([0, 0], [1, 0], [1, 1], [0, 1]) }, { code: second, name: '第2网格' },
    ...[1, 2].map((n) => ({ code: `${first}0000${n}`, name: `${n}号楼`, centre: { lat: south + 0.005, lng: west + 0.002 + 0.005 * (n - 1) } }))]) {
    await city('post', '/areas', { body, key: crypto.randomUUID() })
  }
  return { community, first, second }
}

const boundary = async (code: string) => (await as('city')('get', '/areas/{code}', { path: { code } })).boundary!.coordinates[0]
const plan = (page: Page) => page.getByRole('application')

async function opened(desk: Desk, community: string, look: Look = {}): Promise<Page> {
  const page = await desk('city', `/city/${community}/map`, look)
  await settled(page)
  await expect(plan(page)).toBeVisible()
  return page
}

async function choose(page: Page, grid: string): Promise<void> {
  await page.locator('.el-select.target').click()
  await page.getByRole('option', { name: new RegExp(grid) }).click()
}

/** pixels tells where a spot of the community is on the screen, from two of its corners as the plan shows them. */
async function pixels(page: Page): Promise<(spot: Spot) => { x: number; y: number }> {
  await choose(page, '整体')
  await expect(page.locator('[data-corner]')).toHaveCount(4)
  const seen = await page.locator('[data-corner]').evaluateAll((all) => all.map((one) => {
    const [, lng, lat] = /(\d+\.\d+)\D+(\d+\.\d+)/.exec(one.getAttribute('aria-label')!)!
    const { left, top, width, height } = one.getBoundingClientRect()
    return { lng: Number(lng), lat: Number(lat), x: left + width / 2, y: top + height / 2 }
  }))
  const [a, b] = [seen[0], seen[2]]
  return ([x, y]) => ({ x: a.x + ((west + x / 100 - a.lng) / (b.lng - a.lng)) * (b.x - a.x), y: a.y + ((south + y / 100 - a.lat) / (b.lat - a.lat)) * (b.y - a.y) })
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

test('a grid is drawn with the mouse, is led onto the lines of its neighbours, and is checked while it is drawn', async ({ desk }) => {
  const { community, first, second } = await surveyed()
  const page = await opened(desk, community)
  const at = await pixels(page)
  await choose(page, '第2网格')
  await page.getByRole('button', { name: '重新画边界' }).click()
  for (const [spot, off] of [[[1, 0], 4], [[2, 0], -4], [[2, 1], 5], [[1, 1], -5], [[1, 0], 3]] as const) {
    const { x, y } = at(spot)
    await page.mouse.move(x + off, y + off)
    await page.mouse.down()
    await page.mouse.up()
  }
  await expect(page.getByText('网格互不重叠,铺满社区')).toBeVisible()

  await drag(page, at([2, 1]), { x: at([2, 1]).x - 60, y: at([2, 1]).y + 60 })
  await expect(page.getByText(/社区内有 .+ 平方米不属于任何网格/)).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('网格互不重叠,铺满社区')).toBeVisible()
  await page.getByRole('button', { name: '重做' }).click()
  await expect(page.getByText(/不属于任何网格/)).toBeVisible()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('相邻网格共用的角点一起动').click()
  await drag(page, at([1, 1]), at([0.5, 1]))
  await expect(page.getByText(/第1网格 与 第2网格 重叠 .+ 平方米/)).toBeVisible()
  await expect(plan(page).locator('.overlap')).toHaveCount(1)
  await page.keyboard.press('Control+z')

  await page.getByRole('button', { name: '保存 1 个区域' }).click()
  await expect(page.getByText('边界已保存')).toBeVisible()
  const [one, other] = [await boundary(first), await boundary(second)]
  expect(other.filter((corner) => one.some((same) => same[0] === corner[0] && same[1] === corner[1])).length).toBeGreaterThanOrEqual(2)
})

test('corners that grids share move together; whoever saved meanwhile is not written over unseen; nothing drawn is lost unasked', async ({ desk }) => {
  const { community, first, second } = await surveyed()
  const city = as('city')
  await city('put', '/areas/{code}', { path: { code: second }, body: { name: '第2网格', version: 1, boundary: ring([1, 0], [2, 0], [2, 1], [1, 1]) } })
  const page = await opened(desk, community)
  const at = await pixels(page)
  await choose(page, '第1网格')
  await drag(page, at([1, 0.5]), { x: at([1, 0.5]).x + 40, y: at([1, 0.5]).y }) // the circle between two corners: one more
  await expect(page.getByRole('button', { name: '保存 2 个区域' })).toBeVisible()
  await expect(page.getByText('网格互不重叠,铺满社区')).toBeVisible()

  await page.getByRole('button', { name: '返回试点社区' }).click()
  await page.getByRole('button', { name: '留下' }).click()
  await expect(page).toHaveURL(/\/map$/)
  await city('put', '/areas/{code}', { path: { code: first }, body: { name: '第一网格', version: 1, boundary: ring([0, 0], [1, 0], [1, 1], [0, 1]) } })
  await page.getByRole('button', { name: '保存 2 个区域' }).click()
  await expect(page.getByText('第1网格没有保存')).toBeVisible()
  await expect(page.locator('[data-corner]')).toHaveCount(5)
  await page.getByRole('button', { name: '读取最新版本' }).click()
  await page.getByRole('button', { name: '保存 2 个区域' }).click()
  await expect(page.getByText('边界已保存')).toBeVisible()
  const shown = await city('get', '/areas/{code}', { path: { code: first } })
  expect([shown.name, shown.boundary!.coordinates[0].length, (await boundary(second)).length]).toEqual(['第一网格', 6, 6])

  await page.getByRole('button', { name: '加角点 1', exact: true }).click()
  await page.getByRole('button', { name: '返回试点社区' }).click()
  await page.getByRole('button', { name: '离开' }).click()
  await expect(page).toHaveURL(/city\?area=/)
})

test('a boundary is drawn and changed by the keyboard alone, and as numbers', async ({ desk }) => {
  const { community, first, second } = await surveyed()
  const page = await opened(desk, community)
  const corner = page.locator('[data-corner="0-2"]')
  await page.locator('[data-corner="0-1"]').focus()
  await page.keyboard.press('Tab')
  await expect(corner).toBeFocused()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowUp')
  await expect(corner).toHaveAccessibleName(/经度 119\.91011\d,纬度 36\.510009/)
  await page.keyboard.press('Enter') // back onto the corner of the community's line that is nearest
  await page.keyboard.press('Insert')
  await expect(page.locator('[data-corner]')).toHaveCount(5)
  await expect(page.locator('[data-corner="0-3"]')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(page.locator('[data-corner]')).toHaveCount(4)

  const lat = page.getByLabel('角点 3 纬度')
  await lat.fill('north')
  await lat.press('Enter')
  await expect(page.getByText('请填写有效的度数')).toBeVisible()
  await expect(lat).toHaveValue('north')
  await lat.fill('36.512')
  await lat.press('Enter')
  await expect(page.getByText(/第1网格 超出社区 .+ 平方米/)).toBeVisible()
  const lng = page.getByLabel('角点 3 经度')
  await lng.fill('119.89')
  await lng.press('Enter')
  await expect(page.getByText('第1网格 的边界线自己交叉')).toBeVisible()
  await page.getByRole('button', { name: '保存 1 个区域' }).click()
  await expect(page.getByText('第1网格没有保存')).toBeVisible()
  await expect(lng).toHaveValue('119.89')
  await page.getByRole('button', { name: '放弃改动' }).click()
  expect(await boundary(first)).toHaveLength(5)

  await choose(page, '第2网格')
  await page.getByRole('button', { name: '重新画边界' }).click()
  await expect(plan(page)).toBeFocused()
  for (const keys of [[], Array(10).fill('ArrowRight'), Array(10).fill('ArrowUp'), ['ArrowUp']] as string[][]) {
    for (const key of keys) await page.keyboard.press(key)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Enter') // what was drawn last, again
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-corner]')).not.toHaveCount(0)
  await page.getByRole('button', { name: '保存 1 个区域' }).click()
  await expect(page.getByText('边界已保存')).toBeVisible()
  expect((await boundary(second)).length).toBeGreaterThanOrEqual(4)
})

test('a grid is split along a line that is drawn across it', async ({ desk }) => {
  const { community, first } = await surveyed()
  const page = await opened(desk, community)
  const at = await pixels(page)
  await choose(page, '第1网格')
  await page.getByRole('button', { name: '画线拆分' }).click()
  for (const spot of [[0.45, -0.03], [0.45, 0.5], [0.6, 0.5], [0.6, 1.03]] as const) await page.mouse.click(at(spot).x, at(spot).y)
  await page.getByRole('button', { name: '完成' }).click()
  await expect(page.getByText(/的一块:1 栋楼/)).toHaveCount(2)
  await page.getByRole('button', { name: '继续拆分' }).click()
  const form = page.getByRole('dialog')
  await expect(form.getByText('两块的边界按画的线来')).toBeVisible()
  await form.getByRole('button', { name: '先看结果' }).click()
  await form.getByRole('button', { name: '确认拆分' }).click()
  await expect(form).toBeHidden()
  await expect(page.getByText('第2网格 还没有画边界')).toBeVisible()
  const [kept, made] = [await boundary(first), await boundary(`${community}003`)]
  expect(made.filter((corner) => kept.some((same) => same[0] === corner[0] && same[1] === corner[1])).length).toBeGreaterThanOrEqual(4)

  await choose(page, '第1网格')
  await page.getByRole('button', { name: '画线拆分' }).click()
  for (const spot of [[0.1, 0.2], [0.2, 0.3]] as const) await page.mouse.click(at(spot).x, at(spot).y)
  await page.getByRole('button', { name: '完成' }).click()
  await expect(page.getByText(/这条线没有把网格分成两块/).first()).toBeVisible()
})

test('a boundary comes from a file and goes into one; files that hold none are told', async ({ desk }) => {
  const { community } = await surveyed()
  const page = await opened(desk, community)
  await choose(page, '第2网格')
  const text = page.getByLabel('粘贴 GeoJSON')
  await text.fill('{"type":"Point"}')
  await page.getByRole('button', { name: '用作边界' }).click()
  await expect(page.getByText('没有找到有效的多边形')).toBeVisible()
  await expect(text).toHaveValue('{"type":"Point"}')
  await page.locator('input[type=file]').setInputFiles({ name: 'grid.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify({ type: 'Feature', geometry: ring([1, 0], [2, 0], [2, 1], [1, 1]) })) })
  await expect(page.getByText('网格互不重叠,铺满社区')).toBeVisible()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载 GeoJSON' }).click()])
  expect(JSON.parse(readFileSync(await file.path(), 'utf8')).geometry.coordinates[0]).toHaveLength(5)
})

for (const look of [{}, { dark: true }, { width: 390, height: 844 }, { language: 'en' as const }]) {
  test(`the map is for everybody, ${JSON.stringify(look)}`, async ({ desk }) => {
    const { community } = await surveyed()
    const page = await opened(desk, community, look)
    await page.locator('[data-corner]').first().focus()
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth <= document.querySelector('main')!.clientWidth)).toBe(true)
  })
}
