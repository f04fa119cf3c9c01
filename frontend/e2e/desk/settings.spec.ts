import { as } from '../kit/people.ts'
import { expect, test } from '../kit/test.ts'

test('the words of a notice are changed, after a look at what residents will read', async ({ desk }) => {
  const page = await desk('city', '/messages')
  await page.getByRole('row', { name: /order\.started/ }).getByRole('button').click()
  const form = page.getByRole('dialog')
  await form.getByLabel('内容').first().fill('志愿者接单了')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByText('内容须与原文包含相同的占位符').first()).toBeVisible()
  await form.getByLabel('内容').first().fill('{order} 有人来帮忙了')
  await form.getByRole('button', { name: '预览' }).click()
  await expect(form.getByText(/「修门禁」 有人来帮忙了/)).toBeVisible()
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form).toBeHidden()
  await expect(page.getByRole('row', { name: /order\.started/ })).toContainText('有人来帮忙了')
})

test('a rule is tried on the past before it is saved, and a limit that is none is refused beside its field', async ({ desk }) => {
  const page = await desk('city', '/settings')
  await page.getByRole('button', { name: '试算:上个月会怎样' }).click()
  await expect(page.getByText(/试算了最近 \d+ 次派单|这段时间没有派单记录/)).toBeVisible()
  await page.getByRole('button', { name: '一般' }).click()
  const limit = page.getByRole('textbox', { name: /^审核/ })
  await limit.fill('很快')
  await page.locator('form').filter({ has: limit }).getByRole('button', { name: '保存' }).click()
  await expect(page.locator('form').filter({ has: limit }).getByText('格式不对', { exact: true })).toBeVisible()
  await expect(limit).toHaveValue('很快')
  expect((await as('city')('get', '/settings/policy/{class}', { path: { class: 'general' } })).triage).not.toBe('很快')
})
