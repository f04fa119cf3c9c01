import { as, phoneOf } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('whoever goes on leave hands their seat to a colleague, and takes it back', async ({ desk }) => {
  const page = await desk('desk', '/me')
  await page.getByLabel('代理人手机号').fill(phoneOf('secretary'))
  await page.keyboard.press('Enter')
  await page.getByPlaceholder('从').click()
  const today = page.locator('.el-date-table td.today').first()
  await today.click()
  await page.locator('.el-date-table td.available').last().click()
  await page.getByRole('button', { name: /^(确定|OK)$/ }).click()
  await page.getByRole('button', { name: '交给代理' }).click()
  await expect(page.getByText('我不在时')).toBeVisible()
  const seats = async () => (await as('secretary')('get', '/me', {})).seats.map(({ role }) => role)
  expect(await seats()).toContain('community_staff')
  await page.getByRole('button', { name: '提前收回' }).click()
  await expect(page.getByLabel('代理人手机号')).toBeVisible()
  expect(await seats()).not.toContain('community_staff')
})
