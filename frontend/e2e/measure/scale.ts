import { sights } from '../kit/desk.ts'
import { figure } from '../kit/figures.ts'
import { settled, test } from '../kit/test.ts'

// How long each page of the desk takes until it has its heading and what it reads, in a town of $ORDERS orders; the median of three.
for (const { name, path, who } of sights) {
  test(name, async ({ desk }) => {
    const took: number[] = []
    const page = await desk(who, '/me')
    await settled(page)
    for (let i = 0; i < 3; i++) {
      await page.evaluate((to) => { location.hash = '#/none'; location.hash = `#${to}` }, '/notices')
      await settled(page)
      const to = await path()
      const began = Date.now()
      await page.evaluate((hash) => { location.hash = hash }, `#${to}`)
      await page.waitForFunction((hash) => location.hash === hash, `#${to}`)
      await settled(page)
      took.push(Date.now() - began)
    }
    figure(`desk_${name.replace(/-/g, '_')}_s`, took.sort((a, b) => a - b)[1] / 1000, 1, 'less')
  })
}
