import { resolve } from 'node:path'
import { sights } from '../kit/desk.ts'
import { settled, test } from '../kit/test.ts'

const folder = resolve(import.meta.dirname, '../../../screenshots/desk')

for (const { name, look } of [
  { name: '1280', look: { width: 1280, height: 800 } },
  { name: '1920', look: { width: 1920, height: 1080 } },
  { name: 'dark', look: { width: 1280, height: 800, dark: true } },
  { name: 'english', look: { width: 1280, height: 800, language: 'en' as const } },
]) {
  test(`desk, ${name}`, async ({ desk }) => {
    for (const sight of sights) {
      const page = await desk(sight.who, await sight.path(), look)
      await settled(page)
      await page.screenshot({ path: `${folder}/${name}/${sight.name}.png`, fullPage: sight.name !== 'screen', animations: 'disabled' })
      await page.close()
    }
  })
}
