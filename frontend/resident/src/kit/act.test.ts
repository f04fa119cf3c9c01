import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@core/api'

const post = vi.fn()
let made = 0
vi.mock('@app/api', () => ({ post: (...args: unknown[]) => post(...args), newKey: () => `key-${++made}` }))
vi.mock('@app/load', () => ({ asProblem: (error: unknown) => error }))
const { pathOf, useAct } = await import('./act')

const keys = () => post.mock.calls.map(([, , key]) => key)

describe('useAct', () => {
  beforeEach(() => {
    post.mockReset()
    made = 0
  })

  it('names the address of an event', () => expect(pathOf('1', 'report_danger')).toBe('/orders/1/report-danger'))

  it('keeps the key of what is tried again, and makes a new one for other words and after a success', async () => {
    const { problem, raise } = useAct()
    post.mockRejectedValueOnce(new Problem(0, 'network', ''))
    expect(await raise('1', 'urge', { reason: 'a' })).toBeUndefined()
    expect(problem.value?.status).toBe(0)
    post.mockResolvedValue({ id: '1' })
    expect(await raise('1', 'urge', { reason: 'a' })).toEqual({ id: '1' })
    expect(problem.value).toBeUndefined()
    await raise('1', 'urge', { reason: 'a' })
    await raise('1', 'urge', { reason: 'b' })
    expect(keys()).toEqual(['key-1', 'key-1', 'key-2', 'key-3'])
  })

  it('does one thing at a time', async () => {
    const { raise } = useAct()
    let answer = (_: unknown) => {}
    post.mockReturnValueOnce(new Promise((resolve) => { answer = resolve }))
    const first = raise('1', 'claim', {})
    expect(await raise('1', 'claim', {})).toBeUndefined()
    answer({ id: '1' })
    expect(await first).toEqual({ id: '1' })
    expect(post).toHaveBeenCalledTimes(1)
  })
})
