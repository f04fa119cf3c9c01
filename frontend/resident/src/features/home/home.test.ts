import { describe, expect, it } from 'vitest'
import { partOfDay, pressing } from './now'

const order = (id: string, state: string, due?: string, ended?: string) => ({ id, state, due_at: due, ended_at: ended, can: [] })

describe('partOfDay', () => {
  it('follows the clocks of the city, wherever the device is', () => {
    const at = (clock: string) => partOfDay(Date.parse(`2026-03-10T${clock}:00+08:00`))
    expect(['04:59', '05:00', '10:59', '11:00', '14:00', '17:59', '18:00', '23:00'].map(at))
      .toEqual(['night', 'morning', 'morning', 'noon', 'afternoon', 'afternoon', 'evening', 'night'])
  })
})

describe('pressing', () => {
  it('shows what waits for the reader first, then what is due first, and nothing that ended', () => {
    const orders = [
      order('late', 'pool', '2026-03-12T00:00:00Z'), order('none', 'placed'), order('over', 'rated', undefined, '2026-03-01T00:00:00Z'),
      order('soon', 'accepted', '2026-03-11T00:00:00Z'), order('rate', 'done'), order('ask', 'need_info', '2026-03-13T00:00:00Z'),
    ]
    expect(pressing(orders, 9).map((o) => o.id)).toEqual(['ask', 'rate', 'soon', 'late', 'none'])
    expect(pressing(orders, 2)).toHaveLength(2)
    expect(pressing([], 2)).toEqual([])
  })
})
