import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@core/api'

const api = vi.fn()
let made = 0
vi.mock('@app/api', () => ({ api: (...args: unknown[]) => api(...args), newKey: () => `key-${++made}` }))
vi.mock('@app/load', () => ({ asProblem: (error: unknown) => error }))
const { pathOf, useAct } = await import('./act')

const keys = () => api.mock.calls.map(([, , call]) => call.key)

describe('useAct', () => {
  beforeEach(() => {
    api.mockReset()
    made = 0
  })

  it('names the address of an event', () => expect(pathOf('1', 'report_danger')).toBe('/orders/1/report-danger'))

  it('keeps the key of what is tried again, and makes a new one for other words and after a success', async () => {
    const { problem, raise } = useAct()
    api.mockRejectedValueOnce(new Problem(0, 'network', ''))
    expect(await raise('1', 'urge', { reason: 'a' })).toBeUndefined()
    expect(problem.value?.status).toBe(0)
    api.mockResolvedValue({ id: '1' })
    expect(await raise('1', 'urge', { reason: 'a' })).toEqual({ id: '1' })
    expect(problem.value).toBeUndefined()
    await raise('1', 'urge', { reason: 'a' })
    await raise('1', 'urge', { reason: 'b' })
    expect(keys()).toEqual(['key-1', 'key-1', 'key-2', 'key-3'])
  })

  it('does one thing at a time', async () => {
    const { raise } = useAct()
    let answer = (_: unknown) => {}
    api.mockReturnValueOnce(new Promise((resolve) => { answer = resolve }))
    const first = raise('1', 'claim', {})
    expect(await raise('1', 'claim', {})).toBeUndefined()
    answer({ id: '1' })
    expect(await first).toEqual({ id: '1' })
    expect(api).toHaveBeenCalledTimes(1)
  })
})
