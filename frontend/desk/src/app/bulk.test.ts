import { describe, expect, it } from 'vitest'
import { Problem } from '@core/api'
import { createBulk } from './bulk'

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
      if (row % 10 === 0) throw new Problem(409, 'order.moved_on', `no ${row}`)
    })
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(most).toBe(4)
    expect(bulk.done).toBe(50)
    expect(bulk.refused.map(({ problem }) => problem.message)).toEqual(['no 0', 'no 10', 'no 20', 'no 30', 'no 40'])
    expect(bulk.went).toHaveLength(45)
    expect(bulk.running).toBe(false)
  })
  it('stops, and leaves what was not begun', async () => {
    const bulk = createBulk<number>()
    await bulk.run([1, 2, 3, 4, 5, 6, 7, 8, 9], async (row) => { if (row === 3) bulk.stop() })
    expect(bulk.done).toBeLessThan(9)
    expect(bulk.stopped).toBe(true)
  })
})
