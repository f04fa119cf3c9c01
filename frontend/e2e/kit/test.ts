import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import { tokenOf, town, type Who } from './people.ts'

export { expect } from '@playwright/test'

/** Mode is how the app looks on a device. */
export type Mode = 'light' | 'dark' | 'elder'

export interface Visit {
  mode?: Mode
  language?: 'zh' | 'en'
  query?: Record<string, string>
  context?: BrowserContextOptions
}

export type Open = (who: Who | 'nobody', page: string, visit?: Visit) => Promise<Page>

/** address is where a page of the residents' app lives: orders/list, for one. */
export const address = (page: string, query: Record<string, string> = {}) => {
  const search = new URLSearchParams(query).toString()
  return `${town().url}/#/features/${page}${search && `?${search}`}`
}

const settings = (mode: Mode, language: string) => JSON.stringify({ language, theme: mode === 'dark' ? 'dark' : 'light', elder: mode === 'elder', elderOffered: true })

/** device is a browser of its own, with somebody's session and settings. */
const device = (who: Who | 'nobody', { mode = 'light', language = 'zh', context }: Visit): BrowserContextOptions => ({
  ...context,
  storageState: {
    cookies: who === 'nobody' ? [] : [{
      name: 'delinli', value: tokenOf(who), domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax',
    }],
    origins: [{ origin: town().url, localStorage: [{ name: 'settings', value: settings(mode, language) }] }],
  },
})

/** test gives each test devices of its own; a page that breaks fails its test. */
export const test = base.extend<{ open: Open }>({
  open: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    const broken: string[] = []
    await use(async (who, name, visit = {}) => {
      const context = await browser.newContext(device(who, visit))
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => broken.push(`${name}: ${error.stack ?? error.message}`))
      await page.goto(address(name, visit.query))
      return page
    })
    for (const context of contexts) await context.close()
    base.expect(broken, 'errors in the pages').toEqual([])
  },
})

/** settled waits until a page has its heading and what it reads, and shows no more that it is busy. The page of the kit shows all that for good. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('load')
  if (page.url().includes('/kit/')) return
  await base.expect(page.locator('[aria-busy=true], .bone')).toHaveCount(0)
}
