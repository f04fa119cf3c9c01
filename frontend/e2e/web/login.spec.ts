import { codeSentTo, phoneOf } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('somebody logs in with the code of an SMS', async ({ open }) => {
  const page = await open('nobody', 'session/login')
  await page.getByLabel('手机号').fill(phoneOf('neighbour'))
  await page.getByRole('button', { name: '发送验证码' }).click()
  await page.getByLabel('短信验证码').fill(await codeSentTo(phoneOf('neighbour')))
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/#\/$/)
})

test('a number that is none is refused beside its field', async ({ open }) => {
  const page = await open('nobody', 'session/login')
  await page.getByLabel('手机号').fill('12345')
  await page.getByRole('button', { name: '发送验证码' }).click()
  await expect(page.getByRole('alert')).toContainText('请输入 11 位手机号')
  await expect(page.getByLabel('手机号')).toHaveAttribute('aria-invalid', 'true')
})
