// What a resident does on each page of the mini-program.
const request = (method, url) => (call) => call.method === method && call.url.startsWith(`/api/v1${url}`)

exports.login = {
  page: 'features/session/login',
  async play({ find, fire, called }, { phone }) {
    await fire(await find('微信手机号一键登录', 'wx-button'), 'getphonenumber', { code: `phone-${phone}` })
    return (await called('reLaunch')).url
  },
}

/** reading finds each of the words on a page. */
const reading = (page) => ({
  page,
  async play({ find }, { says }) {
    for (const text of says) await find(text)
    return true
  },
})

exports.home = reading('features/home/home')
exports.wall = reading('features/wishes/wall')
exports.order = reading('features/orders/order')
exports.near = reading('features/near/facilities')
exports.grid = reading('features/near/grid')

exports.place = {
  page: 'features/place/place',
  async play({ write, press, called }, { title }) {
    await write('心愿', title)
    await press('提交', 'wx-button')
    const { status } = await called('request', request('POST', '/orders'))
    return { status, url: (await called('redirectTo')).url }
  },
}

exports.rate = {
  page: 'features/orders/rate',
  async play(page) {
    await page.press('解决了')
    await page.find('请点星星打分')
    await page.tap(page.all('wx-view').filter((element) => page.words(element) === '☆').at(-1))
    await page.find('非常满意')
    await page.press('提交', 'wx-button')
    return (await page.called('request', request('POST', '/orders/'))).status
  },
}
