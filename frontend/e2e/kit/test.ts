import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test'
import { tokenOf, town, type Who } from './people.ts'

export { expect } from '@playwright/test'

/** Mode is how the app looks on a device. */
export type Mode = 'light' | 'dark' | 'elder'

/** Look is how a page of the desk is opened. */
export interface Look { dark?: boolean; language?: 'zh' | 'en'; width?: number; height?: number }

export type Desk = (who: Who | 'nobody', path?: string, look?: Look) => Promise<Page>

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

/** cookies are somebody's session, as a browser keeps it. */
const cookies = (who: Who | 'nobody') => (who === 'nobody' ? [] : [{
  name: 'delinli', value: tokenOf(who)!, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' as const,
}])

/** device is a browser of its own, with somebody's session and settings. */
const device = (who: Who | 'nobody', { mode = 'light', language = 'zh', context }: Visit): BrowserContextOptions => ({
  ...context,
  storageState: {
    cookies: cookies(who),
    origins: [{ origin: town().url, localStorage: [{ name: 'settings', value: settings(mode, language) }] }],
  },
})

/** office is a computer at the desk, with somebody's session and settings. */
const office = (who: Who | 'nobody', { dark = false, language = 'zh', width = 1280, height = 900 }: Look): BrowserContextOptions => ({
  viewport: { width, height }, isMobile: false, hasTouch: false, deviceScaleFactor: 1, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
  storageState: {
    cookies: cookies(who),
    origins: [{ origin: town().url, localStorage: [{ name: 'desk.settings', value: JSON.stringify({ language, theme: 'auto', sound: false, narrow: false }) }] }],
  },
})

/** test gives each test devices of its own; a page that breaks fails its test. */
export const test = base.extend<{ open: Open; desk: Desk }>({
  desk: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    const broken: string[] = []
    await use(async (who, path = '/', look = {}) => {
      const context = await browser.newContext(office(who, look))
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => broken.push(`${path}: ${error.stack ?? error.message}`))
      page.on('console', (line) => { if (/Content Security Policy/.test(line.text())) broken.push(`${path}: ${line.text()}`) })
      await page.goto(`${town().url}/desk/#${path}`)
      return page
    })
    for (const context of contexts) await context.close()
    base.expect(broken, 'errors in the pages').toEqual([])
  },
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
