import { describe, expect, it, vi } from 'vitest'
import { canScan, digitsOf, watchCamera } from './scan'

describe('scan', () => {
  it.each([
    ['482913', '482913'],
    ['delinli:sign-in:482913', '482913'],
    ['https://a.example/#/order?code=482913&v=2', '482913'],
    ['13812345678', ''],
    ['482913 482914', ''],
    ['', ''],
  ])('finds the code in %s', (scanned, code) => expect(digitsOf(scanned)).toBe(code))

  it('watches the camera until it is told to stop', async () => {
    vi.useFakeTimers()
    const stop = vi.fn()
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => ({ getTracks: () => [{ stop }] }) } })
    vi.stubGlobal('BarcodeDetector', class { detect = async () => [{ rawValue: '482913' }] })
    const seen = vi.fn()
    const end = await watchCamera({ play: async () => undefined } as HTMLVideoElement, seen)
    await vi.advanceTimersByTimeAsync(600)
    end()
    await vi.advanceTimersByTimeAsync(600)
    expect(seen.mock.calls).toEqual([['482913'], ['482913']])
    expect(stop).toHaveBeenCalledTimes(1)
    expect(canScan()).toBe(true)
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
})
