import { as, guest } from '../kit/people.ts'
import { grannyIsRegistered } from '../kit/register.ts'
import { expect, settled, test } from '../kit/test.ts'

test('a resident of the city sees her record, and that of the child of her household', async ({ open }) => {
  await grannyIsRegistered()
  const page = await open('granny', 'me/record')
  await expect(page.getByText('370***********0069')).toBeVisible()
  await page.getByRole('button', { name: '看张**的档案' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '孩子的档案' })).toBeVisible()
})

test('she sees whom to call in her grid', async ({ open }) => {
  const { team } = await as('granny')('get', '/me/grid', {})
  const page = await open('granny', 'near/grid')
  await expect(page.getByRole('heading', { name: '康成社区第1网格' })).toBeVisible()
  await expect(page.getByRole('listitem')).toHaveCount(team.length)
  await expect(page.getByRole('listitem').first()).toContainText(`${team[0].surname}网格长`)
  await expect(page.getByRole('link', { name: /120/ })).toBeVisible()
})

test('what stands nearest comes first among all stations and pavilions of the city', async ({ open }) => {
  const [station] = (await guest()('get', '/facilities', { query: { kind: 'station', limit: 1 } })).items
  const page = await open('nobody', 'near/facilities', { context: { geolocation: { latitude: station.place.lat, longitude: station.place.lng }, permissions: ['geolocation'] } })
  await settled(page)
  await page.getByRole('button', { name: '用我现在的位置' }).click()
  await page.getByRole('radio', { name: '党群服务驿站' }).click()
  await expect(page.getByRole('listitem').first()).toContainText(station.name)
})
