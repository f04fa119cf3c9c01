import { violations } from '../kit/axe.ts'
import { desktop } from '../kit/browser.ts'
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

test('control: axe finds a button that says nothing', async ({ open }) => {
  const page = await open('nobody', 'home/home')
  await settled(page)
  await page.evaluate(() => document.querySelector('[role=main]')!.append(document.createElement('button')))
  expect(await violations(page)).toEqual([expect.stringContaining('button-name')])
})

test('an order is placed with the keyboard alone', async ({ open }) => {
  const title = `键盘下单 ${Date.now()}`
  const page = await open('uncle', 'place/place', { query: { kind: 'request' }, context: desktop })
  const field = page.getByLabel('我的需要')
  const submit = page.getByRole('button', { name: '提交', exact: true })
  await settled(page)
  for (let key = 0; key < 20 && !(await field.evaluate((one) => one === document.activeElement)); key++) await page.keyboard.press('Tab')
  await page.keyboard.type(title)
  for (let key = 0; key < 60 && !(await submit.evaluate((one) => one === document.activeElement)); key++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/orders\/order/)
  await expect(page.getByText(title)).toBeVisible()
})
