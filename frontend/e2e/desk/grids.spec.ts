import { violations } from '../kit/axe.ts'
import { as } from '../kit/people.ts'
import { expect, settled, test } from '../kit/test.ts'

/** a community of its own, with a grid of three buildings and one without any. */
async function built(): Promise<{ community: string; grid: string }> {
  const city = as('city')
  const street = (await as('granny')('get', '/me', {})).area_code.slice(0, 9)
  const taken = (await city('get', '/areas', { query: { parent: street, limit: 100 } })).items.map(({ code }) => code)
  const community = [...Array(99).keys()].map((n) => `${street}${900 + n}`).find((code) => !taken.includes(code))!
  const grid = `${community}001`
  const places: [string, string][] = [[community, '试点社区'], [grid, '试点第1网格'], [`${community}002`, '试点第2网格'], ...[1, 2, 3].map((n): [string, string] => [`${grid}0000${n}`, `${n}号楼`])]
  for (const [code, name] of places) await city('post', '/areas', { body: { code, name } as never, key: crypto.randomUUID() })
  return { community, grid }
}

test('a grid is split, renumbered and merged: what would come of it is shown first, and old codes lead on', async ({ desk }) => {
  const { community, grid } = await built()
  const page = await desk('city', `/city?area=${community}`)
  const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: '网格调整' }) })
  await expect(panel.getByText('还没有调整过')).toBeVisible()

  await panel.getByRole('button', { name: '拆分 试点第1网格' }).click()
  const form = page.getByRole('dialog')
  await expect(form.getByLabel('新网格代码')).toHaveValue(`${community}003`)
  await expect(form.getByLabel('新网格名称')).toHaveValue('试点第3网格')
  await form.getByLabel('新网格代码').fill(`${community}002`)
  await form.getByRole('button', { name: '先看结果' }).click()
  await expect(form.locator('.wrong', { hasText: '请至少选择一栋楼' })).toBeVisible()
  await expect(form.getByLabel('新网格代码')).toHaveValue(`${community}002`)
  await form.getByText('2号楼').click()
  await form.getByLabel('新网格代码').fill(`${community}003`)
  await expect(form.getByRole('region', { name: '调整后' })).toContainText('试点第3网格')
  await form.getByRole('button', { name: '先看结果' }).click()
  await expect(form.getByText('试点第3网格的住房不足 300 套')).toBeVisible()
  await settled(page)
  expect((await violations(page)).filter((one) => !one.startsWith('landmark'))).toEqual([]) // the dialog of Element Plus brings a header of its own
  expect((await as('city')('get', '/areas', { query: { parent: community } })).items).toHaveLength(2)
  await form.getByRole('button', { name: '确认拆分' }).click()
  await expect(form).toBeHidden()
  await expect(panel.getByText(/从试点第1网格.+拆出试点第3网格.+1 栋楼/)).toBeVisible()

  await panel.getByRole('button', { name: '改号 试点第3网格' }).click()
  await form.getByLabel('新网格代码').fill(grid)
  await form.getByRole('button', { name: '先看结果' }).click()
  await expect(form.locator('.wrong')).toHaveText(/已/)
  await form.getByLabel('新网格代码').fill(`${community}008`)
  await form.getByRole('button', { name: '先看结果' }).click()
  await form.getByRole('button', { name: '确认改号' }).click()
  await expect(form).toBeHidden()

  await panel.getByRole('button', { name: '合并 试点第1网格' }).click()
  await form.locator('.el-select').click()
  await page.getByRole('option', { name: /试点第3网格/ }).click()
  await form.getByRole('button', { name: '先看结果' }).click()
  await form.getByRole('button', { name: '确认合并' }).click()
  await expect(form).toBeHidden()
  await expect(panel.getByRole('listitem')).toHaveCount(3)
  await page.goto(page.url().replace(/area=\d+/, `area=${grid}`))
  await expect(page).toHaveURL(new RegExp(`area=${community}008`))
  expect((await as('city')('get', '/areas/{code}', { path: { code: `${grid}00001` } })).moved_from).toBe(`${grid}00001`)
})
