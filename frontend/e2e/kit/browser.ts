import { devices, type PlaywrightTestConfig } from '@playwright/test'

/** program is the browser that the machine brings; nothing is downloaded. */
export const program = process.env.CHROMIUM ?? '/usr/bin/chromium'

export const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
]

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
export const desktop = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 }

/** common is what every run over the real program shares: one town, one browser, one test after the other. */
export const common: PlaywrightTestConfig = {
  globalSetup: './kit/town.ts',
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    ...devices['Pixel 7'],
    ...phone,
    browserName: 'chromium',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    trace: process.env.TRACE ? 'on' : 'off', // it takes a tenth of the time
    launchOptions: { executablePath: program, args: flags },
  },
}
