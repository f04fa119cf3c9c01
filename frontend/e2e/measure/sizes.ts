import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
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

test('desk', () => {
  const chunks = readdirSync(office).filter((file) => /\.(js|css)\.gz$/.test(file)).map((file) => statSync(join(office, file)).size)
  figure('desk_largest_chunk_kb', kilobytes(Math.max(...chunks)), 250, 'less')
})
