import { takenOut } from '../kit/exports.ts'
import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('a community shows how its grids fill it: drawn, and named where they lie over each other', async ({ desk }) => {
  const community = (await as('granny')('get', '/me', {})).area_code.slice(0, 12)
  const page = await desk('desk', `/city?area=${community}`)
  await expect(page.getByRole('heading', { name: '网格边界检查' })).toBeVisible()
  await expect(page.getByText('网格互不重叠,铺满社区')).toBeVisible()
  await expect(page.getByRole('img', { name: '网格边界检查' }).locator('path')).toHaveCount(3) // two grids and the community

  const [{ code }] = (await as('city')('get', '/areas', { query: { parent: community } })).items
  const put = async (boundary: unknown) => {
    const { name, version, centre } = await as('city')('get', '/areas/{code}', { path: { code } })
    await as('city')('put', '/areas/{code}', { path: { code }, body: { name, version, centre, boundary } as never })
  }
  const [grid, whole] = [await as('city')('get', '/areas/{code}', { path: { code } }), await as('city')('get', '/areas/{code}', { path: { code: community } })]
  await put(whole.boundary)
  try {
    await page.reload()
    await expect(page.getByRole('listitem').filter({ hasText: /重叠 [\d,]+ 平方米/ })).toHaveCount(1)
  } finally {
    await put(grid.boundary)
  }
})

test('the dwellings of the area that is shown are taken out', async ({ desk }) => {
  const grid = (await as('granny')('get', '/me', {})).area_code.slice(0, 15)
  const page = await desk('desk', `/city?area=${grid}`)
  const sheet = await takenOut(page, '导出房屋', '房屋')
  await expect(page.getByText(`area=${grid}`).first()).toBeVisible()
  for (const text of ['楼层数', '房号', '住户数', '康成小区3号楼']) expect(sheet).toContain(text)
})
