import type { Page } from '@playwright/test'
import { violations } from '../kit/axe.ts'
import { as } from '../kit/people.ts'
import { grannyIsRegistered } from '../kit/register.ts'
import { expect, settled, test, type Mode } from '../kit/test.ts'

const card = (page: Page, title: string) => page.locator('.card').filter({ has: page.getByRole('heading', { name: title }) })

/** decide ends what waits, so that the next may be asked. */
async function decide(id: string): Promise<void> {
  await as('desk')('post', '/corrections/{id}/refuse', { path: { id }, body: { reason: '请带身份证到社区核对' }, key: `refuse-${id}` })
}

test('a resident sees what the register holds, asks to have it put right, and reads how it was decided', async ({ open }) => {
  await grannyIsRegistered()
  const page = await open('granny', 'me/me')
  await page.getByRole('button', { name: /我的档案/ }).click()
  await expect(card(page, '登记的内容')).toContainText('370***********0069')
  await expect(card(page, '社区了解的情况')).toContainText('独居')
  await expect(card(page, '社区了解的情况')).toContainText('走访得知 · 从 2024-01-05 起')
  await page.getByRole('button', { name: '更正住址' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: '提交更正' }).click()
  await expect(sheet.getByText('请填写').first()).toBeVisible()
  await sheet.getByLabel('应该是').fill('4号楼1单元101室')
  await sheet.getByLabel('为什么要改').fill('搬到一楼了')
  await sheet.getByRole('button', { name: '提交更正' }).click()
  await expect(sheet).toBeHidden()
  const mine = card(page, '我提出的更正').getByRole('listitem').first()
  await expect(mine).toContainText('4号楼1单元101室')
  await expect(mine).toContainText('待审核')

  await page.getByRole('button', { name: '更正住址' }).click()
  await sheet.getByLabel('应该是').fill('5号楼')
  await sheet.getByLabel('为什么要改').fill('又搬了')
  await sheet.getByRole('button', { name: '提交更正' }).click()
  await expect(page.getByText('这一项已经有一件更正在审核')).toBeVisible()
  await expect(sheet.getByLabel('应该是')).toHaveValue('5号楼')
  await sheet.getByRole('button', { name: '关闭' }).click()

  const [{ id }] = (await as('granny')('get', '/me/corrections', {})).items
  await decide(id)
  await expect(mine).toContainText('未通过')
  await expect(mine).toContainText('请带身份证到社区核对')
})

test('what does not hold of one’s situation is taken away by asking; a relation and a grid are chosen', async ({ open }) => {
  await grannyIsRegistered()
  const page = await open('granny', 'me/record')
  await page.getByRole('button', { name: '情况不对：独居' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('为什么要改').fill('孙子和我住')
  await sheet.getByRole('button', { name: '提交更正' }).click()
  await expect(card(page, '我提出的更正')).toContainText('情况不对：独居')
  await page.getByRole('button', { name: '更正与户主关系' }).click()
  await sheet.getByRole('radio', { name: '父母', exact: true }).click()
  await sheet.getByLabel('为什么要改').fill('户主是我女儿')
  await sheet.getByRole('button', { name: '提交更正' }).click()
  await expect(card(page, '我提出的更正')).toContainText('父母')
  await page.getByRole('button', { name: '更正网格' }).click()
  await sheet.getByRole('button', { name: '选择网格或楼栋' }).click()
  await page.getByRole('button', { name: /朝阳街道/ }).click()
  await page.getByRole('button', { name: /康成社区/ }).last().click()
  await page.getByRole('button', { name: /康成社区第二网格/ }).click()
  await page.getByRole('button', { name: /就选/ }).click()
  await expect(sheet.first()).toContainText('康成社区第二网格')
  await sheet.first().getByLabel('为什么要改').fill('搬到西院')
  await sheet.first().getByRole('button', { name: '提交更正' }).click()
  await expect(card(page, '我提出的更正')).toContainText('康成社区第二网格')
  for (const one of (await as('granny')('get', '/me/corrections', {})).items) if (one.state === 'asked') await decide(one.id)
})

test('a grandparent asks for a child of the household', async ({ open }) => {
  await grannyIsRegistered()
  const page = await open('granny', 'me/record')
  await page.getByRole('button', { name: '看张**的档案' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '孩子的档案' })).toBeVisible()
  await page.getByRole('button', { name: '更正姓名' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('应该是').fill('张晓宝')
  await sheet.getByLabel('为什么要改').fill('上户口时写错了')
  await sheet.getByRole('button', { name: '提交更正' }).click()
  await expect(card(page, '我提出的更正').getByRole('listitem').first()).toContainText('张**：姓名')
  for (const one of (await as('granny')('get', '/me/corrections', {})).items) if (one.state === 'asked') await decide(one.id)
})

test('whom the register does not have is told how to get into it', async ({ open }) => {
  const page = await open('uncle', 'me/record')
  await expect(page.getByText('居民档案里还没有您的信息')).toBeVisible()
  await expect(page.getByRole('link', { name: /社区电话/ })).toBeVisible()
})

for (const mode of ['light', 'dark', 'elder'] as Mode[]) {
  test(`axe finds nothing wrong with a record and its correction, ${mode}`, async ({ open }) => {
    await grannyIsRegistered()
    const page = await open('granny', 'me/record', { mode })
    await settled(page)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: '更正手机号' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '提交更正' }).click()
    expect(await violations(page)).toEqual([])
  })
}

test('a resident agrees to one purpose and takes it back, each with one touch', async ({ open }) => {
  await grannyIsRegistered()
  const page = await open('granny', 'me/record')
  await settled(page)
  const calls = page.getByRole('switch', { name: /社区可以打电话问候我/ })
  await expect(calls).not.toBeChecked()
  await calls.click()
  await expect(page.getByText(/同意（在应用里）/)).toBeVisible()
  await page.reload()
  await settled(page)
  await expect(calls).toBeChecked()
  expect(await violations(page)).toEqual([])
  await calls.click()
  await expect(calls).not.toBeChecked()
})
