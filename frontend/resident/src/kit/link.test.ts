import { expect, it, vi } from 'vitest'

const api = vi.fn()
vi.mock('@app/api', () => ({ api: (...args: unknown[]) => api(...args), base: 'https://city.example/api/v1' }))
const { linkOf } = await import('./link')

it('a link is asked for once while it is good, and anew before it ends', async () => {
  const now = Date.parse('2026-11-22T10:00:00Z')
  api.mockResolvedValueOnce({ url: '/api/v1/files/1?sig=a', until: '2026-11-22T10:05:00Z' })
  api.mockResolvedValueOnce({ url: '/api/v1/files/1?sig=b', until: '2026-11-22T10:10:00Z' })
  expect(await linkOf('1', now)).toBe('https://city.example/api/v1/files/1?sig=a')
  expect(await linkOf('1', now + 4 * 60_000)).toBe('https://city.example/api/v1/files/1?sig=a')
  expect(await linkOf('1', now + 4.6 * 60_000)).toBe('https://city.example/api/v1/files/1?sig=b')
  expect(api).toHaveBeenCalledTimes(2)
})
