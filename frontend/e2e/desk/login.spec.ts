import { credentialsOf } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('staff log in with password and second factor, and out again', async ({ desk }) => {
  const { login, password, totp } = credentialsOf('street')
  const page = await desk('nobody')
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill('wrong')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText('账号、密码或动态口令不正确')).toBeVisible()
  await expect(page.getByLabel('账号')).toHaveValue(login)
  await page.getByLabel('密码').fill(password)
  // The code that opened the session of the run is used up; the next one comes within half a minute.
  await expect(async () => {
    await page.getByLabel(/动态口令\(6 位\)/).fill(credentialsOf('street').totp || totp)
    await page.getByRole('button', { name: '登录' }).click()
    await expect(page.getByRole('heading', { name: '工作台', exact: true })).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 60_000, intervals: [5_000] })
  await page.getByRole('button', { name: '退出' }).click()
  await expect(page.getByLabel('账号')).toBeVisible()
})

test('a session that ends in the middle of a form is opened again in place, and nothing is lost', async ({ desk }) => {
  const page = await desk('secretary', '/phone')
  await page.getByLabel('来电号码').fill('10000000200')
  await page.keyboard.press('Enter')
  await page.getByLabel('要办的事(一句话)').fill('楼道里的灯不亮')
  await page.context().clearCookies()
  await page.keyboard.press('Control+Enter') // a click would leave the field first, and what that asks for could bring the dialog under the mouse
  const again = page.getByRole('dialog')
  await expect(again).toContainText('登录已失效')
  const { login, password } = credentialsOf('secretary')
  await again.getByLabel('密码').fill(password)
  await expect(again.getByLabel('账号')).toHaveValue(login)
  await expect(async () => {
    await again.getByLabel(/动态口令\(6 位\)/).fill(credentialsOf('secretary').totp)
    await again.getByRole('button', { name: '登录' }).click()
    await expect(again).toBeHidden({ timeout: 3_000 })
  }).toPass({ timeout: 60_000, intervals: [5_000] })
  await expect(page.getByText('已登记', { exact: true })).toBeVisible()
})

test('who has no seat at the desk is led to the residents’ app', async ({ desk }) => {
  const page = await desk('granny')
  await expect(page.getByRole('link', { name: '打开居民端' })).toBeVisible()
})
