// node icons.mjs: draws the PNG icons anew from icon.svg, with the browser of the end-to-end tests.
import { readFileSync } from 'node:fs'
import { chromium } from '../e2e/node_modules/@playwright/test/index.mjs'

const folder = new URL('src/static/', import.meta.url)
const drawn = readFileSync(new URL('icon.svg', folder)).toString('base64')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<body style="margin:0"><img width="${size}" height="${size}" style="display:block" src="data:image/svg+xml;base64,${drawn}">`)
  await page.screenshot({ path: new URL(`icon-${size}.png`, folder).pathname })
}
await browser.close()
