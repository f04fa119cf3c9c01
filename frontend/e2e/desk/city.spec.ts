import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('a community shows how its grids fill it: drawn, and named where they do not', async ({ desk }) => {
  const community = (await as('granny')('get', '/me', {})).area_code.slice(0, 12)
  const page = await desk('desk', `/city?area=${community}`)
  await expect(page.getByRole('heading', { name: '网格边界检查' })).toBeVisible()
  const survey = await as('desk')('get', '/areas/{code}/survey', { path: { code: community } })
  const faults = survey.undrawn.length + survey.crossing.length + survey.overlaps.length + survey.outside.length + (survey.gaps.square_metres ? 1 : 0)
  if (faults) await expect(page.locator('section', { hasText: '网格边界检查' }).getByRole('listitem')).toHaveCount(faults)
  else await expect(page.getByText('网格互不重叠,铺满社区')).toBeVisible()
  await expect(page.getByRole('img', { name: '网格边界检查' }).locator('path').first()).toBeVisible()
})
