import { violations } from '../kit/axe.ts'
import { as } from '../kit/people.ts'
import { expect, settled, test } from '../kit/test.ts'

const grid = '370785001001001'
const numbers = ['370799194002020024', '37079919400203002X'] as const

/** enteredTwice enters one old lady under two numbers, each record with a phone of its own, and gives an order to the second. */
async function enteredTwice(): Promise<string[]> {
  const ids = []
  for (const [i, id_number] of numbers.entries()) {
    const body = { name: '邹素珍', id_number, phone: `1000066000${i}`, address: `${i + 1}号楼`, area_code: grid, relation: 'head' as const }
    ids.push((await as('desk')('post', '/residents', { body, key: `twice-${id_number}-${Date.now()}` })).id)
  }
  await as('desk')('post', '/orders', { body: { kind: 'request', area_code: grid, title: '想修一修窗户', detail: '关不严', on_behalf_of: { id: ids[1] } } as never, key: `window-${Date.now()}` })
  return ids
}

test('a lady who was entered twice is found, compared, merged and parted again', async ({ desk }) => {
  const [first, second] = await enteredTwice()
  await expect(async () => expect(JSON.stringify(await as('desk')('get', '/merges/alike', { query: { limit: 100 } }))).toContain(second)).toPass()
  const page = await desk('desk', '/residents/alike')
  await settled(page)
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: /比对 370\*+002X/ }).first().click()
  const shown = page.getByRole('dialog')
  await expect(shown.getByText('订单 1、网格职务 0')).toBeVisible()
  await expect(shown.getByText('邹素珍')).toHaveCount(0)
  await shown.getByRole('button', { name: '查看两份的完整信息' }).click()
  await expect(shown.getByText('10000660001')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await shown.getByText('10000660001').click()
  await shown.getByRole('button', { name: '合并' }).click()
  await expect(shown).toBeHidden()

  const old = await as('desk')('get', '/residents/{id}', { path: { id: second } })
  expect(old).toMatchObject({ id: first, merged_from: second, phone: '100****0001' })
  expect((await as('desk')('get', '/orders', { query: { view: 'desk', requester: first } })).items).toMatchObject([{ title: '想修一修窗户' }])

  await page.goto(page.url().replace(/#.*/, `#/residents/${second}`))
  await expect(page.getByText('您打开的旧档案已并入这一份')).toBeVisible()
  await page.goto(page.url().replace(/#.*/, '#/residents/alike'))
  await page.getByText('合并记录', { exact: true }).click()
  await settled(page)
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: /撤销合并 370\*+0024/ }).click()
  await page.getByRole('button', { name: '确定' }).click()
  await expect(page.getByText('已撤销,两份档案已恢复')).toBeVisible()
  expect((await as('desk')('get', '/residents/{id}', { path: { id: second } })).id).toBe(second)
  expect((await as('desk')('get', '/residents/{id}', { path: { id: first } })).phone).toBe('100****0000')

  await page.getByText('疑似重复', { exact: true }).click()
  await page.getByRole('button', { name: /比对 370\*+002X/ }).first().click()
  await shown.getByRole('button', { name: '不是同一个人' }).click()
  await expect(page.getByText('已记住,不再提示')).toBeVisible()
  await expect(page.getByRole('button', { name: /比对 370\*+002X/ })).toBeHidden()

  await page.getByText('已分开', { exact: true }).click()
  await settled(page)
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: /撤回 370\*+002[4X] 370\*+002[4X]/ }).first().click()
  await page.getByRole('button', { name: '确定' }).click()
  await expect(page.getByText('已撤回,如仍疑似重复会重新列出')).toBeVisible()
  await page.getByText('疑似重复', { exact: true }).click()
  await expect(page.getByRole('button', { name: /比对 370\*+002X/ }).first()).toBeVisible()
})
