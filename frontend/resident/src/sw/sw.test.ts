import { describe, expect, it } from 'vitest'
import text from './sw.js?raw'

type Heard = (event: { waitUntil(done: Promise<unknown>): void; respondWith(reply: Promise<Response>): void; request: unknown }) => void

const origin = 'https://delinli.example'

/** worker runs the text in a browser of its own, whose network is given. */
function worker(network: (url: string) => Promise<string | number>, version = 'new', stores = new Map<string, Map<string, string>>()) {
  const heard: Record<string, Heard> = {}
  const asked: string[] = []
  const path = (request: unknown) => new URL(typeof request === 'string' ? request : (request as { url: string }).url, `${origin}/`).pathname
  const fetched = async (request: unknown) => {
    asked.push(path(request))
    const reply = await network(path(request))
    return typeof reply === 'number' ? { status: reply, text: 'failed' } : { status: 200, text: reply }
  }
  const open = async (name: string) => {
    if (!stores.has(name)) stores.set(name, new Map())
    const store = stores.get(name)!
    return {
      addAll: async (all: unknown[]) => { for (const one of all) store.set(path(one), `kept ${path(one)}`) },
      match: async (request: unknown) => (store.has(path(request)) ? { status: 200, text: store.get(path(request)) } : undefined),
    }
  }
  const caches = { open, keys: async () => [...stores.keys()], delete: async (name: string) => stores.delete(name) }
  const self = { addEventListener: (name: string, f: Heard) => { heard[name] = f } }
  const own = class { url: string; constructor(at: string) { this.url = new URL(at, `${origin}/`).href } }
  new Function('self', 'caches', 'fetch', 'location', 'Request', 'Response', 'files', 'version', text)(
    self, caches, fetched, { origin }, own, { error: () => ({ status: 0, text: 'nothing' }) }, ['assets/a.js', 'static/offline.html'], version)
  const settle = async (name: string) => {
    let done: Promise<unknown> = Promise.resolve()
    heard[name]({ waitUntil: (p) => { done = p }, respondWith: () => undefined, request: undefined })
    await done
  }
  const get = async (at: string, mode = 'navigate', method = 'GET') => {
    let reply: Promise<unknown> | undefined
    heard.fetch({ waitUntil: () => undefined, respondWith: (p) => { reply = p }, request: { url: new URL(at, origin).href, mode, method } })
    return reply && ((await reply) as { text: string }).text
  }
  return { settle, get, asked, stores }
}

const dead = () => Promise.reject(new Error('no network'))

describe('service worker', () => {
  it('never touches the API, other hosts or what is sent', async () => {
    const w = worker(async (url) => `live ${url}`)
    expect(await w.get('/api/v1/me', 'cors')).toBeUndefined()
    expect(await w.get('/api/v1/me/export')).toBeUndefined()
    expect(await w.get('https://elsewhere.example/')).toBeUndefined()
    expect(await w.get('/', 'navigate', 'POST')).toBeUndefined()
    expect(w.asked).toEqual([])
  })
  it('shows the live page while there is a network, and what was kept when there is none', async () => {
    const live = worker(async (url) => `live ${url}`)
    await live.settle('install')
    expect(await live.get('/')).toBe('live /')
    const w = worker(dead)
    await w.settle('install')
    expect(await w.get('/')).toBe('kept /')
    expect(await w.get('/desk/')).toBe('kept /static/offline.html')
    expect(await w.get('/assets/a.js', 'no-cors')).toBe('kept /assets/a.js')
  })
  it('shows what was kept when the server fails, and passes its refusals on', async () => {
    const failing = worker(async () => 503)
    await failing.settle('install')
    expect(await failing.get('/')).toBe('kept /')
    expect(await failing.get('/desk/')).toBe('failed')
    const refusing = worker(async () => 404)
    await refusing.settle('install')
    expect(await refusing.get('/')).toBe('failed')
  })
  it('drops what older versions kept once it takes over, not before, and nothing of others', async () => {
    const stores = new Map([['shell-old', new Map([['/', 'old']])], ['another', new Map()]])
    const w = worker(dead, 'new', stores)
    await w.settle('install')
    expect([...stores.keys()]).toContain('shell-old')
    expect(await w.get('/')).toBe('kept /')
    await w.settle('activate')
    expect([...stores.keys()].sort()).toEqual(['another', 'shell-new'])
  })
})
