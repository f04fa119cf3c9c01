import { describe, expect, it, vi } from 'vitest'
import { Problem } from '@core/api'
import { filterOf, spanOf } from './filter'
import { createRows, most, type Row } from './rows'

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

/** numbered gives pages of so many rows, the first of which has the number 1. */
const numbered = (of: number, size = 100) => ({
  page: vi.fn(async (cursor?: string) => {
    const from = Number(cursor ?? 0)
    const items = Array.from({ length: Math.min(size, of - from) }, (_, i): Row => ({ id: String(from + i + 1), version: 1 }))
    return { items, next: from + size < of ? String(from + size) : '' }
  }),
  one: vi.fn(async (id: string): Promise<Row> => ({ id, version: 2 })),
})

describe('rows', () => {
  it('grow page by page', async () => {
    const list = createRows(numbered(250))
    await list.reload()
    await list.more()
    expect(list.rows.value).toHaveLength(200)
    await list.more()
    await list.more()
    expect(list.rows.value.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, i) => String(i + 1)))
  })
  it('answer no question that was refused, and stay when nobody answers', async () => {
    const source = numbered(250)
    const list = createRows(source)
    await list.reload()
    source.page.mockRejectedValueOnce(new Problem(0, 'network', ''))
    await list.reload()
    expect([list.rows.value.length, list.problem.value?.status]).toEqual([100, 0])
    source.page.mockRejectedValueOnce(new Problem(422, 'input.invalid', ''))
    await list.reload()
    expect([list.rows.value, list.next.value]).toEqual([[], ''])
  })
  it('are all selected, up to the most that may be', async () => {
    const list = createRows(numbered(most + 500))
    await list.reload()
    await list.selectAll()
    expect(list.selected.size).toBe(most)
  })
  it('are selected no further once that is stopped', async () => {
    const source = numbered(most)
    const list = createRows(source)
    await list.reload()
    source.page.mockImplementationOnce(async () => { list.stop(); return { items: [{ id: 'last' }], next: '200' } })
    await list.selectAll()
    expect(list.selected.size).toBe(101)
  })
  it('keep what was read when a page fails, and say why', async () => {
    const source = numbered(250)
    const list = createRows(source)
    await list.reload()
    source.page.mockRejectedValueOnce(new Problem(503, 'busy', 'later'))
    await list.more()
    expect(list.problem.value?.message).toBe('later')
    expect(list.rows.value).toHaveLength(100)
    await list.more()
    expect(list.problem.value).toBeUndefined()
    expect(list.rows.value).toHaveLength(200)
  })
  it('drop what an earlier list still reads', async () => {
    const source = numbered(100)
    let late: (() => void) | undefined
    source.page.mockImplementationOnce(() => new Promise((done) => { late = () => done({ items: [{ id: 'old' }], next: '' }) }))
    const list = createRows(source)
    const first = list.reload()
    await list.reload()
    late!()
    await first
    expect(list.rows.value.some(({ id }) => id === 'old')).toBe(false)
  })
  it('are read anew in their place when they change, and only told of when others come', async () => {
    vi.useFakeTimers()
    const source = numbered(100)
    const list = createRows(source)
    await list.reload()
    list.heard({ kind: 'order', id: '7', version: 2, event: 'publish' })
    list.heard({ kind: 'order', id: '8', version: 1, event: '' })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(source.one.mock.calls.map(([id]) => id)).toEqual(['7'])
    expect(list.rows.value[6]).toEqual({ id: '7', version: 2 })
    expect(list.outdated.value).toBe(false)
    list.heard({ kind: 'order', id: 'unknown', version: 1, event: 'place' })
    expect(list.outdated.value).toBe(true)
    vi.useRealTimers()
  })
})
