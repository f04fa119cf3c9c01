import { as, phoneOf } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('an order is taken on the phone with the keyboard alone, in few keys beside the words', async ({ desk }) => {
  const page = await desk('desk', '/phone')
  let keys = 0
  const press = async (key: string) => { keys++; await page.keyboard.press(key) }
  await expect(page.getByLabel('来电号码')).toBeFocused()
  await page.keyboard.type(phoneOf('granny'))
  keys += phoneOf('granny').length
  await press('Enter')
  await expect(page.getByText('已登记的居民')).toBeVisible()
  await expect(page.getByLabel('要办的事(一句话)')).toBeFocused()
  await page.keyboard.type('卫生间的灯坏了')
  await press('Tab')
  await page.keyboard.type('踩着凳子也够不着')
  await press('Control+Enter')
  await expect(page.getByText('已登记', { exact: true })).toBeVisible()
  expect(keys).toBeLessThanOrEqual(60)
  const { items } = await as('granny')('get', '/orders', { query: { view: 'mine' } })
  expect(items[0].title).toBe('卫生间的灯坏了')
  await expect(page.getByText('这个人的订单')).toBeVisible()
})

for (const [who, phone, name] of [['somebody whom nobody knows yet', '10000000777', '路人甲'], ['somebody without a phone', '', '门口的老人']]) {
  test(`an order is taken for ${who}`, async ({ desk }) => {
    const page = await desk('desk', '/phone')
    if (phone) await page.getByLabel('来电号码').fill(phone)
    await page.getByRole('button', { name: phone ? '查找' : '没有电话' }).click()
    await page.getByLabel('怎么称呼(选填)').fill(name)
    await page.getByLabel('要办的事(一句话)').fill('需要一个拐杖')
    await page.getByRole('button', { name: /^提交/ }).click()
    await expect(page.getByText('已登记', { exact: true })).toBeVisible()
  })
}

test('a number that is none is refused, and what was typed stays', async ({ desk }) => {
  const page = await desk('desk', '/phone')
  await page.getByLabel('来电号码').fill('12')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').first()).toBeVisible()
  await expect(page.getByLabel('来电号码')).toHaveValue('12')
})
