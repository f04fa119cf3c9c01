import { beforeEach, describe, expect, it, vi } from 'vitest'
import { press, shortcuts } from './keys'

const key = (name: string, more: object = {}) => ({ key: name, ctrlKey: false, metaKey: false, altKey: false, target: null, preventDefault: vi.fn(), ...more })

describe('keys', () => {
  const go = vi.fn()
  const one = vi.fn()
  beforeEach(() => {
    shortcuts.clear()
    vi.clearAllMocks()
    shortcuts.add({ keys: 'g o', says: () => '', act: go })
    shortcuts.add({ keys: 'o', says: () => '', act: one })
  })
  it('in a row mean something else than alone', () => {
    press(key('g'), 0)
    press(key('o'), 500)
    press(key('o'), 5_000)
    expect([go.mock.calls.length, one.mock.calls.length]).toEqual([1, 1])
  })
  it('too far apart are not in a row', () => {
    press(key('g'), 10_000)
    press(key('o'), 11_500)
    expect([go.mock.calls.length, one.mock.calls.length]).toEqual([0, 1])
  })
  it('with a modifier belong to the browser', () => {
    press(key('o', { ctrlKey: true }), 20_000)
    expect(one).not.toHaveBeenCalled()
  })
})
