import { describe, expect, it } from 'vitest'
import { createBulk } from './bulk'
import { filterOf, spanOf } from './filter'

describe('bulk', () => {
  it('raises every row once, some at a time, and keeps why one was refused', async () => {
    const bulk = createBulk<number>()
    const seen: number[] = []
    let abreast = 0
    let most = 0
    await bulk.run(Array.from({ length: 50 }, (_, i) => i), async (row) => {
      most = Math.max(most, ++abreast)
      await new Promise((next) => setTimeout(next))
      abreast--
      seen.push(row)
      if (row % 10 === 0) throw new Error(`no ${row}`)
    })
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(most).toBe(4)
    expect(bulk.done).toBe(50)
    expect(bulk.refused.map(({ refused }) => refused)).toEqual(['no 0', 'no 10', 'no 20', 'no 30', 'no 40'])
    expect(bulk.running).toBe(false)
  })
  it('stops, and leaves what was not begun', async () => {
    const bulk = createBulk<number>()
    await bulk.run([1, 2, 3, 4, 5, 6, 7, 8, 9], async (row) => { if (row === 3) bulk.stop() })
    expect(bulk.done).toBeLessThan(9)
  })
})

describe('filters', () => {
  it('are read from an address, and nothing else is', () => {
    expect(filterOf({ queue: 'overdue', find: '1', q: '', area: ['a', 'b'] as never })).toEqual({ queue: 'overdue' })
  })
  it('of days reach to the end of the last one', () => {
    const day = new Date('2026-03-10T00:00:00+08:00')
    expect(spanOf([day, day])).toEqual({ from: '2026-03-09T16:00:00.000Z', to: '2026-03-10T16:00:00.000Z' })
    expect(spanOf(null)).toEqual({})
  })
})
