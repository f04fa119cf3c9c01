import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { sights } from '../kit/desk.ts'
import { figure } from '../kit/figures.ts'
import { queryOf } from '../kit/screens.ts'
import { address, settled, test } from '../kit/test.ts'

const mini = resolve(import.meta.dirname, '../../resident/dist/build/mp-weixin')
const office = resolve(import.meta.dirname, '../../dist/desk/assets')
const kilobytes = (bytes: number) => Math.round(bytes / 102.4) / 10

/** loaded is what a browser that never came before fetches of scripts and styles, as they travel. */
async function loaded(page: Page, url: string): Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (/\.(js|css)$/.test(new URL(request.url()).pathname)) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(url)
  await settled(page)
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

for (const [name, screen] of [['home', 'home/home'], ['wall', 'wishes/wall'], ['item', 'menu/item']]) {
  test(name, async ({ browser }) => {
    const context = await browser.newContext({ serviceWorkers: 'block' })
    figure(`web_${name}_kb`, kilobytes(await loaded(await context.newPage(), address(screen, await queryOf(screen)))), 110, 'less')
    await context.close()
  })
}

test('mini-program', () => {
  const apart = (JSON.parse(readFileSync(join(mini, 'app.json'), 'utf8')).subPackages ?? []) as { root: string }[]
  const main = (readdirSync(mini, { recursive: true }) as string[])
    .filter((file) => statSync(join(mini, file)).isFile() && !apart.some(({ root }) => file.startsWith(`${root}/`)))
  figure('mini_main_kb', kilobytes(main.reduce((sum, file) => sum + statSync(join(mini, file)).size, 0)), 500, 'less')
})

// A page of the desk: what it shares with the others, its own chunk, and what that asks for at once. Charts come after the page and count by themselves.
for (const { name, path, who } of sights) {
  test(`desk, ${name}`, async ({ desk }) => {
    const page = await desk(who, await path())
    await settled(page)
    const bytes = await page.evaluate(() => (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter((one) => /\.(js|css)$/.test(one.name) && !one.name.includes('/echarts-')).reduce((sum, one) => sum + one.encodedBodySize, 0))
    figure(`desk_${name.replace(/-/g, '_')}_kb`, kilobytes(bytes), 250, 'less')
  })
}

test('charts', () => {
  const chunk = readdirSync(office).find((file) => /^echarts.*\.js\.gz$/.test(file))!
  figure('desk_charts_kb', kilobytes(statSync(join(office, chunk)).size), 250, 'less')
})
