import type { Page } from '@playwright/test'
import { as } from '../kit/people.ts'
import { expect, settled, test } from '../kit/test.ts'

const count = (n: number) => n.toLocaleString('zh-CN')

/** stands is how many residents the whole of the page has, held against the server's count and against the sum of its parts. */
async function stands(page: Page, area?: string): Promise<void> {
  const { figures, items, left_off: leftOff } = await as('city')('get', '/figures/standing', { query: { area } })
  await page.reload()
  await expect(page.getByRole('row', { name: /^合计/ })).toContainText(count(figures.residents))
  if (!leftOff) expect(items.reduce((sum, one) => sum + one.figures.residents, 0)).toBe(figures.residents)
}

test('the city is seen at four levels, and each has what its parts have', async ({ desk }) => {
  const page = await desk('city', '/city')
  await stands(page)
  for (const [name, area] of [['朝阳街道', '370785001'], ['康成社区', '370785001001'], ['康成社区第1网格', '370785001001001']]) {
    await page.getByRole('button', { name, exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`area=${area}$`))
    await settled(page)
    await stands(page, area)
  }
})

test('a community of the city is drawn with all its grids, which fill it', async ({ desk }) => {
  const page = await desk('desk', '/city?area=370785001001')
  const grids = (await as('desk')('get', '/areas', { query: { parent: '370785001001', limit: 100 } })).items
  await expect(page.getByText('网格互不重叠,铺满社区')).toBeVisible()
  await expect(page.getByRole('img', { name: '网格边界检查' }).locator('path')).toHaveCount(grids.length + 1)
})
