import type { Page } from '@playwright/test'
import { violations } from '../kit/axe.ts'
import { expect, settled, test, type Mode } from '../kit/test.ts'

const here = { latitude: 36.37921, longitude: 119.74412 } // at the talk point of the granny's compound

const list = (page: Page) => page.getByRole('listitem')

test('a visitor finds what stands nearby by the place of the phone, which leaves it rounded', async ({ open }) => {
  const page = await open('nobody', 'near/facilities', { context: { geolocation: here, permissions: ['geolocation'] } })
  await settled(page)
  await expect(page.getByText('全市的驿站和议事亭')).toBeVisible()
  const asked = page.waitForRequest((request) => request.url().includes('/facilities?near='))
  await page.getByRole('button', { name: '用我现在的位置' }).click()
  expect(decodeURIComponent((await asked).url())).toContain('near=36.379,119.744&')
  await expect(list(page).first()).toContainText('1. 康成小区说事点')
  await expect(list(page).first()).toContainText('就在附近 · 康成社区第一网格')
  await expect(list(page).nth(2)).toContainText(/约 \d+ 米/)
  await page.getByRole('radio', { name: '党群服务驿站' }).click()
  await expect(list(page).first()).toContainText('1. 康成社区党群服务驿站')
  await expect(list(page)).toHaveCount(3)
  await expect(page.locator('.spot-map .dot')).toHaveCount(3)
  await page.locator('.spot-map .dot').last().click()
  await expect(page.getByRole('dialog', { name: '康成社区党群服务驿站' })).toContainText('歇脚、喝水')
  await expect(page.getByRole('dialog').getByRole('link', { name: /打电话/ })).toHaveAttribute('href', /^tel:/)
})

test('without the place of the phone, one looks around one’s own address, or chooses', async ({ open }) => {
  const page = await open('granny', 'home/home')
  await page.getByRole('button', { name: '身边驿站' }).click()
  await expect(page.getByText('康成小区3号楼附近的 8 处')).toBeVisible()
  await expect(list(page).first()).not.toContainText('米')
  await page.getByRole('button', { name: '用我现在的位置' }).click()
  await expect(page.getByRole('alert')).toContainText('没有拿到位置')
  await expect(list(page)).toHaveCount(8)
  await page.getByRole('button', { name: '康成小区3号楼' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /朝阳街道/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: /凤凰社区/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: /凤凰社区第二网格/ }).click()
  await expect(list(page).first()).toContainText('1. 凤凰议事亭')
})

for (const mode of ['light', 'dark', 'elder'] as Mode[]) {
  test(`axe finds nothing wrong with what is opened there, ${mode}`, async ({ open }) => {
    const page = await open('granny', 'near/facilities', { mode })
    await settled(page)
    expect(await violations(page)).toEqual([])
    await list(page).first().getByRole('button').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
}
