import { describe, expect, it, vi } from 'vitest'

const useLoad = vi.fn()
vi.mock('@app/load', () => ({ useLoad, asProblem: vi.fn() }))
vi.mock('./toast', () => ({ say: vi.fn() }))
const { readPages, usePages } = await import('./pages')

const book = vi.fn(async (cursor: string) => {
  const at = Number(cursor || 0)
  return { items: [at * 2, at * 2 + 1], next: at < 2 ? String(at + 1) : '' }
})

describe('readPages', () => {
  it.each([
    [1, [0, 1], '1'],
    [2, [0, 1, 2, 3], '2'],
    [9, [0, 1, 2, 3, 4, 5], ''],
  ])('reads %i', async (count, items, next) => expect(await readPages(book, count)).toEqual({ items, next }))

  it('asks for no page after the last', async () => {
    book.mockClear()
    await readPages(book, 9)
    expect(book.mock.calls.map(([cursor]) => cursor)).toEqual(['', '1', '2'])
  })
})

describe('restart', () => {
  it.each([
    ['keeps what was read', undefined, ['read']],
    ['shows nothing of another filter when it fails', new Error('refused'), undefined],
  ])('%s', async (_, problem, shown) => {
    const [data, wrong] = [{ value: ['before'] as string[] | undefined }, { value: undefined as Error | undefined }]
    useLoad.mockReturnValue({ data, problem: wrong, reload: async () => { [data.value, wrong.value] = problem ? [data.value, problem] : [['read'], undefined] } })
    const pages = usePages(async () => ({ items: [], next: '' }))
    await pages.restart()
    expect(pages.data.value).toEqual(shown)
  })
})
