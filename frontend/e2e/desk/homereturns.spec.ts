import { expect, test } from '../kit/test.ts'

const soldier = '10000000402' // in the register, not reported yet

test('somebody of the register reports home and becomes a volunteer in one step; the report ends', async ({ desk }) => {
  const page = await desk('desk', '/home-returns')
  await expect(page.getByRole('row', { name: /马\*\* 在职党员 市民政局 课业辅导/ })).toBeVisible()
  await page.getByRole('button', { name: '登记报到' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: '手机号或身份证号' }).fill(soldier)
  await form.getByRole('button', { name: '查找' }).click()
  await expect(form.getByText('胡**')).toBeVisible()
  await form.getByText('退役军人').click()
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByText('必填')).toBeVisible()
  await form.getByLabel('单位').fill('市退役军人事务局')
  await form.getByRole('button', { name: '保存' }).click()
  const row = page.getByRole('row', { name: /胡\*\* 退役军人 市退役军人事务局/ })
  await expect(row).toBeVisible()

  await row.getByRole('button', { name: '转为志愿者' }).click()
  await expect(row.getByText('志愿者', { exact: true })).toBeVisible()
  await expect(row.getByRole('button', { name: '转为志愿者' })).toBeHidden()
  await row.getByRole('button', { name: '结束报到' }).click()
  await form.getByRole('button', { name: '结束报到' }).click()
  await expect(row).toBeHidden()
})
