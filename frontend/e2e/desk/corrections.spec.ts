import { violations } from '../kit/axe.ts'
import { as } from '../kit/people.ts'
import { grannyIsRegistered } from '../kit/register.ts'
import { expect, settled, test } from '../kit/test.ts'

const asks = (field: string, value: string, reason: string) =>
  as('granny')('post', '/me/corrections', { body: { field, value, reason } as never, key: `ask-${field}-${Date.now()}` })

test('staff look at a correction in the clear, and what they accept stands in the record', async ({ desk }) => {
  const { granny } = await grannyIsRegistered()
  const phone = '10000007799'
  const before = await as('desk')('post', '/residents/{id}/look', { path: { id: granny }, body: { fields: ['phone'], reason: 'correct' } })
  await asks('phone', phone, '换了号码')
  const page = await desk('desk', '/corrections')
  await settled(page)
  await expect(page.getByText('100****7799')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: '打开 张** 手机号' }).click()
  const shown = page.getByRole('dialog')
  await expect(shown.getByRole('button', { name: '同意并写入档案' })).toBeHidden()
  await shown.getByRole('button', { name: '查看完整内容' }).click()
  await expect(shown.getByText(phone)).toBeVisible()
  await expect(shown.getByText('换了号码')).toBeVisible()
  await expect(shown.getByText(before.phone!)).toBeVisible()
  expect(await violations(page)).toEqual([])
  await shown.getByRole('button', { name: '同意并写入档案' }).click()
  await expect(shown).toBeHidden()
  await expect(page.getByText('100****7799')).toBeHidden()
  expect((await as('desk')('get', '/residents/{id}', { path: { id: granny } })).phone).toBe('100****7799')
  expect((await as('granny')('get', '/me/looks', {})).items[0]).toMatchObject({ subject: 'correction', what: 'phone', reason: 'correct' })

  await asks('phone', before.phone!, '换回来')
  const back = (await as('desk')('get', '/corrections', { query: {} })).items.find((one) => one.field === 'phone' && one.state === 'asked')!
  const { version } = await as('desk')('get', '/residents/{id}', { path: { id: granny } })
  await as('desk')('post', '/corrections/{id}/accept', { path: { id: back.id }, body: { version }, key: crypto.randomUUID() })
})

test('a refusal needs words, which the resident reads', async ({ desk }) => {
  await grannyIsRegistered()
  await asks('name', '张秀瑛', '写错了')
  const page = await desk('secretary', '/corrections')
  await page.getByRole('button', { name: '打开 张** 姓名' }).click()
  const shown = page.getByRole('dialog')
  await shown.getByRole('button', { name: '查看完整内容' }).click()
  await shown.getByRole('button', { name: '不同意' }).click()
  await shown.getByRole('button', { name: '不同意' }).click()
  await expect(shown.getByText('必填')).toBeVisible()
  await shown.getByLabel('不同意的理由').fill('请带身份证到社区核对')
  await shown.getByRole('button', { name: '不同意' }).click()
  await expect(shown).toBeHidden()
  await page.getByText('未同意').first().click()
  await expect(page.getByRole('cell', { name: '姓名', exact: true }).first()).toBeVisible()
  expect((await as('granny')('get', '/me/corrections', {})).items[0]).toMatchObject({ state: 'refused', answer: '请带身份证到社区核对' })
})

test('who decides second is told that it was decided', async ({ desk }) => {
  await grannyIsRegistered()
  const { id } = await asks('relation', 'parent', '户主是我女儿')
  const page = await desk('desk', '/corrections')
  await page.getByRole('button', { name: '打开 张** 与户主关系' }).click()
  const shown = page.getByRole('dialog')
  await shown.getByRole('button', { name: '查看完整内容' }).click()
  await as('secretary')('post', '/corrections/{id}/refuse', { path: { id }, body: { reason: '请先核对' }, key: `refuse-${id}` })
  await shown.getByRole('button', { name: '同意并写入档案' }).click()
  await expect(shown.getByText('这件更正已经有结果了')).toBeVisible()
  await expect(shown.getByText('未同意')).toBeVisible()
})
