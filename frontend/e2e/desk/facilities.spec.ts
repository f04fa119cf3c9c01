import { violations } from '../kit/axe.ts'
import { as, guest } from '../kit/people.ts'
import { expect, settled, test } from '../kit/test.ts'

test('staff put a facility on the map, mend it, and end it; what is wrong stays typed', async ({ desk }) => {
  const name = `临时驿站 ${Date.now()}`
  const page = await desk('desk', '/city')
  const panel = page.getByRole('region', { name: '阵地设施' })
  await expect(panel.getByRole('row')).toHaveCount(7) // those of the community, and the head
  await panel.getByRole('button', { name: '新增设施' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('名称').fill(name)
  await form.getByRole('spinbutton', { name: '纬度' }).fill('36.5')
  await form.getByRole('spinbutton', { name: '经度' }).fill('119.75')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByText('位置不在所选区域的范围内')).toBeVisible()
  await expect(form.getByLabel('名称')).toHaveValue(name)
  expect(await violations(page)).toEqual([])
  await form.getByRole('button', { name: '取区域中心' }).click()
  await expect(form.getByRole('spinbutton', { name: '纬度' })).toHaveValue('36.380000')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(panel.getByRole('cell', { name, exact: true })).toBeVisible()

  await panel.getByRole('button', { name: `修改设施 ${name}` }).click()
  await form.getByLabel('名称').fill(`${name} 二`)
  await form.getByRole('button', { name: '保存' }).click()
  await expect(panel.getByRole('cell', { name: `${name} 二`, exact: true })).toBeVisible()

  await panel.getByRole('button', { name: `停用 ${name} 二` }).click()
  await page.getByRole('tooltip').getByRole('button', { name: '确定' }).click()
  await expect(panel.getByText(name)).toBeHidden()
  const left = (await guest()('get', '/facilities', { query: { limit: 100 } })).items
  expect(left.filter((one) => one.name.startsWith(name))).toEqual([])
})

test('who changed something meanwhile is told, and nothing is lost', async ({ desk }) => {
  const [one] = (await guest()('get', '/facilities', { query: { kind: 'square' } })).items
  const page = await desk('desk', '/city')
  await page.getByRole('button', { name: `修改设施 ${one.name}` }).click()
  await page.getByRole('dialog').getByLabel('名称').fill('改名广场')
  const { kind, name, area_code, place, opened_on, version } = one
  await as('secretary')('put', '/facilities/{id}', { path: { id: one.id }, body: { kind, name, area_code, place, opened_on, version } as never })
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await expect(page.getByRole('dialog').getByLabel('名称')).toHaveValue('改名广场')
})

test('whoever looks at another area sees what stands there, and an empty one says so', async ({ desk }) => {
  const page = await desk('city', '/city?area=370785001002001')
  const panel = page.getByRole('region', { name: '阵地设施' })
  await expect(panel.getByRole('row')).toHaveCount(2)
  await panel.locator('.el-select').click()
  await page.getByRole('option', { name: '听事角' }).click()
  await expect(panel.getByText('这个辖区还没有登记设施')).toBeVisible()
  await settled(page)
  expect(await violations(page)).toEqual([])
})
