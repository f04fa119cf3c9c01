import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@core/api'

const said: string[] = []
let made = 0
vi.mock('@app/api', () => ({ newKey: () => `key-${++made}` }))
vi.mock('@app/load', () => ({ asProblem: (error: unknown) => error }))
vi.mock('./toast', () => ({ say: (text: string) => said.push(text) }))
const { useTrying } = await import('./trying')

const field = (message: string) => ({ code: 'field', message })

describe('useTrying', () => {
  beforeEach(() => {
    said.length = 0
    made = 0
  })

  it('puts what is wrong beside the fields that are shown, and says the rest', async () => {
    const { wrong, trying } = useTrying('name', 'areas')
    expect(await trying(() => Promise.reject(new Problem(422, 'fields', '请改正', { 'areas[0]': field('没有这个地方'), other: field('x') })))).toBe(false)
    expect([wrong.areas, wrong.name, said]).toEqual(['没有这个地方', '', []])
    expect(await trying(() => Promise.reject(new Problem(422, 'fields', '请改正', { other: field('x') })))).toBe(false)
    expect([wrong.areas, said]).toEqual(['', ['x']])
    await trying(() => Promise.reject(new Problem(409, 'stale', '变了')))
    expect(said).toEqual(['x', '变了'])
  })

  it('keeps the key while it is not known what came of it, and takes another for the next thing', async () => {
    const { trying } = useTrying()
    const keys: string[] = []
    const act = (outcome: Promise<unknown>) => trying((key) => { keys.push(key); return outcome })
    await act(Promise.reject(new Problem(0, 'network', '')))
    await act(Promise.resolve())
    await act(Promise.reject(new Problem(409, 'stale', '变了')))
    await act(Promise.resolve())
    expect(keys).toEqual(['key-1', 'key-1', 'key-2', 'key-3'])
  })

  it('does one thing at a time', async () => {
    const { busy, trying } = useTrying()
    let end = () => {}
    const first = trying(() => new Promise<void>((done) => { end = done }))
    expect([busy.value, await trying(() => Promise.resolve())]).toEqual([true, false])
    end()
    expect(await first).toBe(true)
  })
})
