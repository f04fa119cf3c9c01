// One page of the compiled mini-program in a simulated WeChat, whose network leads to the real server. Each page takes a process of its own,
// since the simulator keeps its state in globals.
const { readFileSync } = require('node:fs')
const path = require('node:path')
const { JSDOM } = require('jsdom')

const origin = 'https://delinli.test' // what the build was told; the real server stands behind it
const browser = ['document', 'Event', 'CustomEvent', 'HTMLElement', 'Node', 'Element', 'requestAnimationFrame', 'getComputedStyle']
const shown = ['showToast', 'navigateTo', 'redirectTo', 'reLaunch', 'navigateBack', 'requestSubscribeMessage', 'makePhoneCall', 'setNavigationBarColor']
const device = {
  platform: 'ios', system: 'iOS 16', model: 'iPhone', brand: 'iPhone', language: 'zh_CN', SDKVersion: '3.7.0', theme: 'light',
  windowWidth: 375, windowHeight: 667, pixelRatio: 2, statusBarHeight: 20, safeAreaInsets: {},
}
const rect = { width: 100, height: 40, top: 0, left: 0, right: 100, bottom: 40 }

const window = new JSDOM('<body></body>', { pretendToBeVisual: true, url: 'http://localhost/' }).window
global.window = window
for (const name of browser) global[name] = window[name]

const sleep = (ms) => new Promise((next) => setTimeout(next, ms))

function selectorQuery() {
  let all = false
  let found
  const query = {
    in: () => query,
    select: () => { all = false; return query },
    selectAll: () => { all = true; return query },
    boundingClientRect: (f) => { found = f; return query },
    exec: (done) => setTimeout(() => { const result = all ? [rect] : rect; found?.(result); done?.([result]) }),
  }
  return query
}

/** network answers wx.request and wx.uploadFile from the server at url. */
function network(url, calls) {
  const real = (address) => {
    if (!address.startsWith(origin)) throw new Error(`a request to another host: ${address}`)
    return url + address.slice(origin.length)
  }
  async function send(options, method, init) {
    try {
      const reply = await fetch(real(options.url), { method, ...init })
      const text = await reply.text()
      calls.push({ name: 'request', method, url: options.url.slice(origin.length), status: reply.status })
      return { statusCode: reply.status, text }
    } catch (error) {
      calls.push({ name: 'request', method, url: options.url, status: 0, error: String(error) })
      throw error
    }
  }
  const settle = (options, sent, reply) => sent.then((done) => options.success?.(reply(done)), (error) => options.fail?.({ errMsg: String(error) }))
    .finally(() => options.complete?.({}))
  return {
    request(options) {
      const method = options.method ?? 'GET'
      const body = method === 'GET' || options.data === undefined ? undefined : JSON.stringify(options.data)
      settle(options, send(options, method, { headers: options.header, body }), ({ statusCode, text }) => ({ statusCode, data: parsed(text), header: {} }))
      return { abort() {} }
    },
    uploadFile(options) {
      const form = new FormData()
      form.append(options.name, new Blob([readFileSync(options.filePath)]), path.basename(options.filePath))
      settle(options, send(options, 'POST', { headers: options.header, body: form }), ({ statusCode, text }) => ({ statusCode, data: text }))
      return { abort() {}, onProgressUpdate() {} }
    },
  }
}

function parsed(text) {
  try { return JSON.parse(text) } catch { return text }
}

/** recorder records a file that the test brings. */
function recorder(calls, file) {
  const on = {}
  const manager = { start() { calls.push({ name: 'record' }); setTimeout(() => on.Start?.()) }, stop() { setTimeout(() => on.Stop?.({ tempFilePath: file })) } }
  for (const name of ['Start', 'Stop', 'Error', 'Pause', 'Resume']) manager[`on${name}`] = (f) => { on[name] = f }
  return manager
}

function wechat({ url, storage, login, scanned, position, voice, privacy }, calls, page) {
  const wx = {
    ...network(url, calls),
    getStorageSync: (name) => storage[name] ?? '',
    setStorageSync: (name, value) => { storage[name] = value },
    removeStorageSync: (name) => { delete storage[name] },
    login: (options) => options.success({ code: login }),
    scanCode(options) { calls.push({ name: 'scanCode' }); if (scanned) options.success({ result: scanned }); else options.fail({}) },
    getLocation(options) { calls.push({ name: 'getLocation' }); if (position) options.success(position); else options.fail({}) },
    getRecorderManager: () => recorder(calls, voice),
    saveFile: (options) => options.success({ savedFilePath: options.tempFilePath }),
    onNeedPrivacyAuthorization: (asked) => { privacy.ask = asked },
    getNetworkType: (options) => options.success({ networkType: 'wifi' }),
    createSelectorQuery: selectorQuery,
    getLaunchOptionsSync: () => ({ path: page, query: {} }),
    getEnterOptionsSync: () => ({}),
    getAccountInfoSync: () => ({ miniProgram: {} }),
    getAppBaseInfo: () => device, getDeviceInfo: () => device, getWindowInfo: () => device, getSystemInfoSync: () => device,
    canIUse: () => true,
    nextTick: (f) => setTimeout(f),
    createInnerAudioContext: () => ({ play() { calls.push({ name: 'play' }) }, onEnded() {}, onError() {}, destroy() {}, pause() {} }),
  }
  for (const name of ['onAppShow', 'onAppHide', 'onThemeChange', 'onNetworkStatusChange', 'setNavigationBarTitle', 'setBackgroundColor', 'setBackgroundTextStyle',
    'stopPullDownRefresh', 'removeSavedFile', 'pageScrollTo', 'hideLoading', 'showLoading']) wx[name] = () => undefined
  for (const name of shown) wx[name] = (options) => { calls.push({ name, ...options }); options.success?.({}); options.complete?.({}) }
  return wx
}

/**
 * open shows a page of the build as WeChat does after a start. given: url of the server, storage (kept by the caller from page to page),
 * and what the device answers (login, scanned, position, voice).
 */
exports.open = async (build, page, query, given) => {
  const root = path.resolve(build)
  const calls = []
  const privacy = {}
  const mine = wechat({ ...given, privacy }, calls, page)
  let app
  Object.assign(global, { wx: mine, App: (options) => { app = options }, getApp: () => app, getCurrentPages: () => [], Page: (options) => global.Component(options) })
  const simulate = require('miniprogram-simulate')
  const exparser = require('miniprogram-exparser')
  Object.assign(global.wx, mine)
  require(path.join(root, 'app.js'))
  app.onLaunch?.({})
  const component = simulate.render(simulate.load(path.join(root, page), 'page', { rootPath: root, compiler: 'official', less: false }))
  const host = document.createElement('div')
  document.body.append(host)
  component.attach(host)
  for (const hook of ['onLoad', 'onShow', 'onReady']) component.instance[hook]?.(query)

  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim()
  const all = (selector) => [...host.querySelectorAll(selector)]
  /** find waits for the smallest element of a kind that says the text. */
  async function find(text, selector = '*') {
    for (let tries = 0; tries < 100; tries++) {
      const found = all(selector).filter((element) => words(element).includes(text)).sort((a, b) => words(a).length - words(b).length || depth(b) - depth(a))
      if (found.length) return found[0]
      await sleep(100)
    }
    throw new Error(`“${text}” is not on ${page}: ${words(host).slice(0, 600)}`)
  }
  const depth = (element) => (element ? 1 + depth(element.parentElement) : 0)
  const touch = (element, type, points) => {
    const event = new window.Event(type, { bubbles: true, cancelable: true })
    const point = { target: element, pageX: 5, pageY: 5 }
    element.dispatchEvent(Object.assign(event, { touches: points ? [point] : [], changedTouches: [point] }))
  }
  async function tap(element) {
    touch(element, 'touchstart', true)
    await sleep(20)
    touch(element, 'touchend', false)
    await sleep(150)
  }
  async function fire(element, name, detail) {
    exparser.Event.dispatchEvent(element.__wxElement, exparser.Event.create(name, detail, { bubbles: true, composed: true, capturePhase: true }))
    await sleep(80)
  }
  return {
    host, calls, privacy, find, tap, fire, all, words,
    press: async (text, selector) => tap(await find(text, selector)),
    /** write types into the field under a label. */
    async write(label, value) {
      let element = await find(label)
      while (!element.querySelector('wx-input, wx-textarea')) element = element.parentElement
      await fire(element.querySelector('wx-input, wx-textarea'), 'input', { value })
    },
    /** called waits for a call of WeChat by name. */
    async called(name, fits = () => true) {
      for (let tries = 0; tries < 100; tries++) {
        const call = calls.find((one) => one.name === name && fits(one))
        if (call) return call
        await sleep(100)
      }
      throw new Error(`${name} was not called on ${page}: ${JSON.stringify(calls)} ${words(host).slice(0, 600)}`)
    },
  }
}
