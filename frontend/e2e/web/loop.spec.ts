import { as } from '../kit/people.ts'
import { picture } from '../kit/files.ts'
import { expect, test } from '../kit/test.ts'

for (const mode of ['light', 'elder'] as const) {
  test(`a wish from the first word to the stars (${mode})`, async ({ open }) => {
    const title = `想要一副老花镜 ${mode} ${Date.now()}`
    const granny = await open('granny', 'place/place', { mode, query: { kind: 'wish' }, context: { permissions: ['microphone'] } })

    await test.step('the resident places it, with picture and voice', async () => {
      await granny.getByLabel('我的心愿').fill(title)
      const chooser = granny.waitForEvent('filechooser')
      await granny.getByRole('button', { name: /添加图片/ }).click()
      await (await chooser).setFiles(picture)
      await granny.getByRole('button', { name: '按一下开始录音' }).click()
      await expect(granny.getByText(/正在录音 2 秒/)).toBeVisible()
      await granny.getByRole('button', { name: '说完了' }).click()
      await expect(granny.getByRole('button', { name: '删除录音' })).toBeVisible()
      await granny.getByRole('button', { name: '提交', exact: true }).click()
      await expect(granny.getByText(title)).toBeVisible()
      await expect(granny.getByText('待审')).toBeVisible()
    })
    const id = new URLSearchParams(granny.url().split('?')[1]).get('id')!
    const placed = await as('desk')('get', '/orders/{id}', { path: { id } })
    expect(placed.files, 'picture and voice').toHaveLength(2)

    const helper = await open('helper', 'volunteering/hall', { mode })
    await test.step('the community publishes it, and the volunteer sees it without reloading', async () => {
      await expect(helper.getByRole('main')).toBeVisible()
      await as('desk')('post', '/orders/{id}/publish', { path: { id }, body: { public_title: title }, key: `publish-${id}` })
      await expect(helper.getByText(title)).toBeVisible()
      await expect(granny.getByText('待接单').first()).toBeVisible()
    })

    await test.step('the volunteer claims it, and the resident sees who comes', async () => {
      await helper.getByRole('listitem').filter({ hasText: title }).getByRole('button', { name: '我来帮忙' }).click()
      await expect(helper).toHaveURL(/orders\/order/)
      await expect(granny.getByText('上门的人')).toBeVisible()
      await expect(granny.getByText('赵海燕')).toBeVisible()
    })

    await test.step('the volunteer signs in with the code of the resident', async () => {
      const { sign_in_code } = await as('granny')('get', '/orders/{id}', { path: { id } })
      await expect(granny.getByText(sign_in_code!.replace(/(...)(...)/, '$1 $2')).or(granny.getByText(sign_in_code!)).first()).toBeVisible()
      await helper.getByRole('button', { name: '签到', exact: true }).click()
      await helper.getByLabel('六位签到码').fill(sign_in_code!)
      await helper.getByRole('dialog').getByRole('button', { name: '签到', exact: true }).click()
      await expect(granny.getByText('服务中').first()).toBeVisible()
    })

    await test.step('and finishes', async () => {
      await helper.getByRole('button', { name: '办结', exact: true }).click()
      await helper.getByLabel('做了什么,结果怎样').fill('眼镜已送到,戴着正好')
      await helper.getByRole('button', { name: '办结', exact: true }).last().click()
      await expect(granny.getByText('待评价').first()).toBeVisible()
      await expect(granny.getByText('眼镜已送到,戴着正好').first()).toBeVisible()
    })

    await test.step('the resident rates it', async () => {
      await granny.getByRole('button', { name: '评价', exact: true }).first().click()
      await granny.getByRole('radio', { name: '解决了', exact: true }).click()
      await granny.getByRole('radio', { name: /非常满意/ }).click()
      await granny.getByRole('button', { name: '提交评价' }).click()
      await expect(granny.getByText('已评价').first()).toBeVisible()
      const rated = await as('granny')('get', '/orders/{id}', { path: { id } })
      expect(rated).toMatchObject({ state: 'rated', rating: { solved: true, stars: 5 } })
    })
  })
}
