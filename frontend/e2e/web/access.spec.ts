import { violations } from '../kit/axe.ts'
import { queryOf, screens, visitor } from '../kit/screens.ts'
import { address, expect, settled, test, type Mode } from '../kit/test.ts'

for (const mode of ['light', 'dark', 'elder'] as Mode[]) {
  for (const who of ['nobody', 'granny', 'helper'] as const) {
    test(`axe finds nothing wrong on the screens of ${who}, ${mode}`, async ({ open }) => {
      test.setTimeout(240_000)
      const page = await open(who, 'home/home', { mode })
      for (const screen of screens.filter((one) => visitor(one) === who)) {
        await page.goto('about:blank') // the next address differs in its hash alone, which would leave this screen below the next
        await page.goto(address(screen, await queryOf(screen)))
        if (screen !== 'kit/kit') await settled(page) // the kit shows what is busy for ever
        expect.soft(await violations(page), screen).toEqual([])
      }
    })
  }
}
