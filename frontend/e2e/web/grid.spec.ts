import { as, phoneOf } from '../kit/people.ts'
import { expect, settled, test } from '../kit/test.ts'

test('a resident sees who is there for them: surname and post, the number to call, and a way to ask', async ({ open }) => {
  const page = await open('granny', 'me/me')
  await page.getByRole('button', { name: /我的网格/ }).click()
  await expect(page.getByRole('heading', { name: '康成社区第一网格' })).toBeVisible()
  const people = page.getByRole('listitem')
  await expect(people).toHaveCount(4)
  await expect(people.first()).toContainText('韩网格长')
  await expect(people.nth(2)).toContainText('沈网格员')
  await expect(page.getByRole('link', { name: /社区电话/ })).toHaveAttribute('href', 'tel:05365550101')
  await expect(page.getByRole('link', { name: /120/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /110/ })).toBeVisible()
  expect(await page.content()).not.toContain(phoneOf('helper'))
  await page.getByRole('button', { name: '请他们帮忙' }).click()
  await expect(page).toHaveURL(/place\/place\?kind=request/)
})

test('who has not told their grid is led to choose it, and can call all the same', async ({ open }) => {
  const before = (await as('tutor')('get', '/me', {})).area_code
  await as('tutor')('patch', '/me', { body: { area_code: before.slice(0, 9) } })
  try {
    const page = await open('tutor', 'near/grid')
    await settled(page)
    await expect(page.getByText('您的资料里还没有写到网格')).toBeVisible()
    await expect(page.getByRole('link', { name: /社区电话/ })).toBeVisible()
    await page.getByRole('button', { name: '去选择' }).click()
    await expect(page).toHaveURL(/me\/profile/)
  } finally {
    await as('tutor')('patch', '/me', { body: { area_code: before } })
  }
})

test('a visitor is asked to log in, and finds the way to the numbers', async ({ open }) => {
  const page = await open('nobody', 'near/grid')
  await settled(page)
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible()
})
