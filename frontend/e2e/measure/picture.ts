import { resolve } from 'node:path'
import { phone } from '../kit/browser.ts'
import { queryOf } from '../kit/screens.ts'
import { address, settled, test } from '../kit/test.ts'

const file = resolve(import.meta.dirname, '../../../docs/delinli.jpg')

/** The picture of the README: the residents' app on phones before the desk. */
test('picture', async ({ open, desk, browser }) => {
  const shots: string[] = []
  const resident = await open('granny', 'home/home', { context: { ...phone, viewport: { width: 390, height: 780 } } })
  for (const screen of ['home/home', 'wishes/wall']) {
    await resident.goto('about:blank')
    await resident.goto(address(screen, await queryOf(screen)))
    await settled(resident)
    shots.push((await resident.screenshot({ animations: 'disabled' })).toString('base64'))
  }
  const bench = await desk('desk', '/', { width: 1180, height: 780 })
  await settled(bench)
  const office = (await bench.screenshot({ animations: 'disabled' })).toString('base64')
  const page = await browser.newPage({ viewport: { width: 1400, height: 560 }, deviceScaleFactor: 1 })
  await page.setContent(`<style>body{margin:0;padding:24px;display:flex;gap:18px;background:#efe9e0}img{height:512px;border-radius:14px;box-shadow:0 2px 14px #0003}</style>
    ${shots.map((shot) => `<img src="data:image/png;base64,${shot}">`).join('')}<img src="data:image/png;base64,${office}">`)
  await page.screenshot({ path: file, type: 'jpeg', quality: 78 })
  await page.close()
})
