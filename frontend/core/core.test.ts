import { describe, expect, it, vi } from 'vitest'
import { createApi, Problem, type Request } from './api'
import { cityNow, follow } from './clock'
import { date, day, distance, lasting, left, when } from './format'
import { gather } from './gather'
import { listen, poll, type Change, type Source } from './live'
import { createOutbox, type Post } from './outbox'
import { memory } from './store'
import { fill, speak, words, type Language } from './words'
import * as order from './words/order'

describe('words', () => {
  it('follow the language at each use', () => {
    let now: Language = 'zh'
    speak(() => now)
    const w = words({ hello: ['您好,{name}', 'Hello {name}'] })
    expect(fill(w.hello, { name: '张' })).toBe('您好,张')
    now = 'en'
    expect(fill(w.hello, {})).toBe('Hello {name}')
    now = 'zh'
  })
  it('of orders are whole in both languages', () => {
    const texts = (language: Language) => {
      speak(() => language)
      return Object.values(order).flatMap((w) => Object.values(w))
    }
    const [zh, en] = [texts('zh'), texts('en')]
    expect(zh.every((text) => /\p{Script=Han}/u.test(text))).toBe(true)
    expect(en.every((text) => text && !/\p{Script=Han}/u.test(text))).toBe(true)
    speak(() => 'zh')
  })
})

describe('format', () => {
  const now = Date.parse('2026-11-22T15:00:00Z') // 23:00 in the city
  it.each([
    ['2026-11-22T15:59:00Z', '今天 23:59'],
    ['2026-11-22T16:00:00Z', '明天 00:00'],
    ['2026-11-21T15:59:00Z', '昨天 23:59'],
    ['2026-12-01T01:05:00Z', '12月1日 周二 09:05'],
    ['2027-01-01T01:05:00Z', '2027年1月1日 周五 09:05'],
  ])('when %s', (moment, text) => expect(when(moment, now)).toBe(text))
  it('says days, spans and distances', () => {
    expect(day('2026-11-22T15:00:00Z', now)).toBe('11月22日 周日')
    expect([left('2026-11-22T15:20:00Z', now), left('2026-11-22T12:30:00Z', now)]).toEqual(['还有20分钟', '已过2.5小时'])
    expect([lasting(59), lasting(90), lasting(3 * 1440)]).toEqual(['59分钟', '1.5小时', '3天'])
    expect([distance(44), distance(1230)]).toEqual(['40米', '1.2公里'])
  })
})

describe('the clock of a simulated city', () => {
  it('is some days behind at the same hour, and what is said of moments goes by it', () => {
    const [now, at] = [Date.parse('2026-11-27T06:00:00Z'), '2024-08-15T08:30:00Z']
    vi.useFakeTimers({ now })
    expect(cityNow()).toBe(now)
    follow(() => 834)
    expect([new Date(cityNow()).toISOString(), date(), when(at), left(at)]).toEqual(['2024-08-15T06:00:00.000Z', '2024-08-15', '今天 16:30', '还有2.5小时'])
    expect(day(at, now)).toBe('2024年8月15日 周四')
    follow(() => 0)
    vi.useRealTimers()
  })
})

describe('api', () => {
  const make = (reply: { status: number; data: unknown }) => {
    const sent: Request[] = []
    const api = createApi({ base: '/api/v1', headers: () => ({ 'accept-language': 'zh' }), transport: async (r) => (sent.push(r), reply) })
    return { api, sent }
  }
  it('fills the path, leaves out what is not given, and sends the key', async () => {
    const { api, sent } = make({ status: 200, data: { items: [], next: '' } })
    await api('get', '/orders', { query: { view: 'mine', q: undefined, limit: 5 } })
    await api('post', '/orders/{id}/urge', { path: { id: 'a/b' }, body: {}, key: 'k' })
    expect(sent[0]).toMatchObject({ method: 'GET', url: '/api/v1/orders?view=mine&limit=5', body: undefined })
    expect(sent[0].headers['content-type']).toBeUndefined()
    expect(sent[1]).toMatchObject({ url: '/api/v1/orders/a%2Fb/urge', headers: { 'idempotency-key': 'k', 'content-type': 'application/json' } })
  })
  it.each([
    [409, { code: 'order.moved_on', title: '变了', fields: { a: { code: 'x', message: 'y' } } }, 'order.moved_on', false],
    [503, null, 'http', true],
    [429, { code: 'request.too_many', title: '太多' }, 'request.too_many', true],
    [409, { code: 'idempotency.in_progress', title: '正在处理' }, 'idempotency.in_progress', true],
  ])('throws what a reply of %d says', async (status, data, code, passing) => {
    const { api } = make({ status, data })
    const problem = await api('get', '/me', {}).catch((p: Problem) => p) as Problem
    expect([problem.status, problem.code, problem.passing]).toEqual([status, code, passing])
  })
})

describe('outbox', () => {
  const post = (key: string, owner = 'me'): Post => ({ key, owner, path: '/orders', body: {}, title: key, at: 0 })
  const away = () => new Problem(0, 'network', '')
  const clock = { now: () => 0, stale: () => '可能已经提交过' }
  it('keeps what could not be sent and sends it once, in order, for its owner alone', async () => {
    let online = false
    const sent: string[] = []
    const box = createOutbox({ store: memory(), changed: () => undefined, ...clock, send: async (p) => { if (!online) throw away(); sent.push(p.key) } })
    await expect(box.post(post('a'))).rejects.toThrow()
    await expect(box.post(post('b'))).rejects.toThrow()
    await expect(box.post(post('c', 'you'))).rejects.toThrow()
    online = true
    await Promise.all([box.flush('me'), box.flush('me')])
    expect(sent).toEqual(['a', 'b'])
    expect(box.all().map((p) => p.key)).toEqual(['c'])
  })
  it('waits for its owner to log in again', async () => {
    const send = vi.fn().mockRejectedValueOnce(new Problem(401, 'session.ended', '请登录')).mockResolvedValue({})
    const box = createOutbox({ store: memory(), changed: () => undefined, ...clock, send })
    await expect(box.post(post('a'))).rejects.toThrow('请登录')
    expect(box.all()[0].refused).toBeUndefined()
    await box.flush('me')
    expect(box.all()).toEqual([])
  })
  it('does not send again what the server may have done and forgotten', async () => {
    let hours = 0
    const send = vi.fn().mockRejectedValue(away())
    const box = createOutbox({ store: memory(), changed: () => undefined, ...clock, now: () => hours * 3_600_000, send })
    await expect(box.post(post('a'))).rejects.toThrow()
    hours = 22
    await box.flush('me')
    hours = 24
    await box.flush('me')
    expect(send).toHaveBeenCalledTimes(2)
    expect(box.all()[0].refused).toBe('可能已经提交过')
  })
  it('keeps what was refused, with the reason, and does not send it again', async () => {
    const send = vi.fn().mockRejectedValue(new Problem(422, 'field', '标题太长', { title: { code: 'field.too_long', message: '最多60字' } }))
    const box = createOutbox({ store: memory(), changed: () => undefined, ...clock, send })
    await expect(box.post(post('a'))).rejects.toThrow('标题太长')
    await box.flush('me')
    expect(send).toHaveBeenCalledTimes(1)
    expect(box.all()[0]).toMatchObject({ refused: '标题太长', fields: { title: { message: '最多60字' } } })
    box.drop('a')
    expect(box.all()).toEqual([])
  })
})

describe('live', () => {
  class Fake implements Source {
    heard: Record<string, (e: { data: string }) => void> = {}
    closed = false
    readyState = 2
    onopen: (() => void) | null = null
    onerror: (() => void) | null = null
    addEventListener(name: string, f: (e: { data: string }) => void) { this.heard[name] = f }
    close() { this.closed = true }
  }
  it('hears changes, opens anew after a growing wait, and stops', () => {
    const sources: Fake[] = []
    const changes: Change[] = []
    const waits: number[] = []
    let due: () => void = () => undefined
    const stop = listen({
      open: () => { const s = new Fake(); sources.push(s); return s },
      heard: (c) => changes.push(c), connected: () => undefined,
      wait: (ms, then) => { waits.push(ms); due = then; return () => { due = () => undefined } },
    })
    sources[0].onopen!()
    sources[0].heard.order({ data: '{"id":"1","version":2,"event":"claim"}' })
    sources[0].readyState = 0
    sources[0].onerror!()
    expect(waits).toEqual([])
    sources[0].readyState = 2
    sources[0].onerror!()
    due()
    sources[1].onerror!()
    due()
    sources[2].onopen!()
    expect(changes).toEqual([{ kind: 'order', id: '1', version: 2, event: 'claim' }, { kind: 'reset' }])
    expect(waits).toEqual([1000, 2000])
    stop()
    expect(sources[2].closed).toBe(true)
  })
  it('polls where there is no stream', () => {
    vi.useFakeTimers()
    const heard = vi.fn()
    const stop = poll({ heard, wait: (ms, then) => { const t = setTimeout(then, ms); return () => clearTimeout(t) } }, 100)
    vi.advanceTimersByTime(350)
    stop()
    vi.advanceTimersByTime(500)
    expect(heard).toHaveBeenCalledTimes(3)
    vi.useRealTimers()
  })
})

describe('gather', () => {
  it('makes one call of a burst, and one more of what came while it lasted', async () => {
    vi.useFakeTimers()
    let end = () => undefined as void
    const call = vi.fn(() => new Promise<void>((ended) => { end = ended }))
    const changed = gather(call, 300)
    for (let i = 0; i < 50; i++) changed.soon()
    expect(call).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(300)
    expect(call).toHaveBeenCalledTimes(1)
    for (let i = 0; i < 50; i++) {
      changed.soon()
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(call).toHaveBeenCalledTimes(1)
    end()
    await vi.advanceTimersByTimeAsync(300)
    expect(call).toHaveBeenCalledTimes(2)
    end()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(call).toHaveBeenCalledTimes(2)
    changed.soon()
    changed.stop()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(call).toHaveBeenCalledTimes(2)
    vi.useRealTimers()
  })
})
