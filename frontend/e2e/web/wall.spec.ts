import { expect, test } from '../kit/test.ts'

test('who has not logged in reads the wall, the menu and an item, and is led to the login for more', async ({ open }) => {
  const page = await open('nobody', 'wishes/wall')
  await expect(page.getByRole('listitem').first()).toBeVisible()
  await page.goto(page.url().replace('wishes/wall', 'menu/menu'))
  await page.getByText('陪诊').first().click()
  await expect(page).toHaveURL(/menu\/item/)
  await page.getByRole('button', { name: /预约|点单/ }).first().click()
  await expect(page).toHaveURL(/session\/login|place\/place/)
})
