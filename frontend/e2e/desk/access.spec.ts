import { violations } from '../kit/axe.ts'
import { sights } from '../kit/desk.ts'
import { expect, settled, test } from '../kit/test.ts'

for (const { name, path, who } of sights) {
  test(`axe finds nothing wrong on a page of the desk, light and dark: ${name}`, async ({ desk }) => {
    const page = await desk(who, await path())
    await settled(page)
    expect.soft(await violations(page), name).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveClass(/dark/)
    expect.soft(await violations(page), `${name}, dark`).toEqual([])
  })
}

test('axe finds nothing wrong where a dialog is open, light and dark', async ({ desk }) => {
  for (const dark of [false, true]) {
    const page = await desk('desk', '/', { dark })
    await settled(page)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toContainText('订单池')
    expect(await violations(page)).toEqual([])
    await expect(page.getByRole('banner')).toHaveCount(1)
    await page.close()
  }
})

test('every page of the navigation opens by its keys, and the help sheet names them', async ({ desk }) => {
  const page = await desk('desk')
  await settled(page)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog')
  await expect(sheet).toContainText('订单池')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  for (const [letter, title] of [['o', '订单池'], ['p', '电话登记'], ['f', '统计'], ['w', '工作台']]) {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await page.locator('body').click({ position: { x: 5, y: 700 } })
  }
})

test('nobody is offered a page whose doors are closed to them', async ({ desk }) => {
  const page = await desk('auditor')
  const places = page.getByRole('navigation').getByRole('link')
  await expect(places.filter({ hasText: '审计' })).toBeVisible()
  await expect(places.filter({ hasText: '订单池' })).toHaveCount(0)
})
