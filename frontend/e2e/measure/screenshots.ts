import { resolve } from 'node:path'
import { desktop, phone } from '../kit/browser.ts'
import { queryOf, screens, visitor } from '../kit/screens.ts'
import { address, settled, test, type Mode } from '../kit/test.ts'

const folder = resolve(import.meta.dirname, '../../../screenshots')

for (const [device, context] of Object.entries({ phone, desktop })) {
  for (const mode of ['light', 'dark', 'elder'] as Mode[]) {
    for (const who of ['nobody', 'granny', 'helper'] as const) {
      test(`${device}, ${mode}, ${who}`, async ({ open }) => {
        const page = await open(who, 'home/home', { mode, context })
        for (const screen of [...new Set(['home/home', ...screens.filter((one) => visitor(one) === who)])]) {
          await page.goto('about:blank')
          await page.goto(address(screen, await queryOf(screen)))
          await settled(page)
          const whose = screen === 'home/home' ? `-${who}` : ''
          await page.screenshot({ path: `${folder}/${device}/${mode}/${screen.replace('/', '-')}${whose}.png`, fullPage: true, animations: 'disabled' })
        }
      })
    }
  }
}
