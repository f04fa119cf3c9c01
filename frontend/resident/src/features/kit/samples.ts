import { states } from '@core/words/order'

/** samples for the page of the kit; nobody real. */
export const looks = ['filled', 'plain', 'quiet', 'bad'] as const

export const stands = Object.keys(states)

export const lines = [
  { event: 'place', to: 'placed', by: 'requester', at: '2026-03-10T01:00:00Z' },
  { event: 'publish', from: 'placed', to: 'pool', by: 'staff', at: '2026-03-10T02:00:00Z' },
  { event: 'claim', from: 'pool', to: 'accepted', by: 'volunteer', at: '2026-03-10T03:00:00Z', note: '下午过来' },
]

const square = (west: number, south: number): number[][][] => [[[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]]

export const shapes = [
  { code: '370785001001001', name: '第一网格', boundary: { type: 'Polygon' as const, coordinates: square(119.75, 36.38) } },
  { code: '370785001001002', name: '第二网格', boundary: { type: 'Polygon' as const, coordinates: square(119.76, 36.38) } },
]
