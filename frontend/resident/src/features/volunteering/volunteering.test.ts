import { speak } from '@core/words'
import { describe, expect, it } from 'vitest'
import { choose, countIn, reasons, streetOf, titleOf, within, type Order } from './orders'
import { bars, toNext } from './stars'
import { awayOf, cellsOf, slotsOf, weeklyOf } from './week'

const order = (id: string, area_code: string, more: Partial<Order> = {}): Order => ({ id, area_code, can: [], ...more })

describe('the hall', () => {
  it('counts orders in the areas around them', () => {
    const heaps = [{ area_code: '370785001001', count: 3 }, { area_code: '370785001002', count: 1 }, { area_code: '370785001001003', count: 2 }]
    expect(countIn(heaps, ['370785001001', '370785001002', '370785001009'])).toEqual({ 370785001001: 5, 370785001002: 1, 370785001009: 0 })
    expect([streetOf('370785001001003'), streetOf('370785')]).toEqual(['370785001', '370785'])
    expect([within('370785001001', '370785001'), within('370785001', '370785001001')]).toEqual([true, false])
  })
  it('says the weightiest reasons first, in the language of the screen', () => {
    const reason = (code: string, points: number) => ({ code, points, zh: `中${code}`, en: `en ${code}` })
    const mine = order('1', '', { fit: [reason('a', 1), reason('b', 15), reason('c', 7)] })
    expect(reasons(mine, 2)).toEqual(['中b', '中c'])
    speak(() => 'en')
    expect(reasons(mine)).toEqual(['en b', 'en c', 'en a'])
    expect(reasons(order('2', ''))).toEqual([])
    speak(() => 'zh')
  })
  it('calls an order by the title that the reader may see', () => {
    expect(titleOf(order('1', '', { title: '换灯', public_title: '灯', number: 'n' }))).toBe('换灯')
    expect([titleOf(order('1', '', { public_title: '灯', number: 'n' })), titleOf(order('1', '', { number: 'n' }))]).toEqual(['灯', 'n'])
  })
})

describe('the areas of a volunteer', () => {
  const [street, one, two, grid] = ['370785001', '370785001001', '370785001002', '370785001001003']
  it('hold no area twice', () => {
    expect(choose([one], [one, two])).toEqual([one, two])
    expect(choose([one, two], [one, two, street])).toEqual([street])
    expect(choose([street], [street, grid])).toEqual([grid])
    expect(choose([one, two], [two])).toEqual([two])
  })
  it('are ten at most', () => {
    const ten = Array.from({ length: 10 }, (_, i) => `3707850020${10 + i}`)
    expect(choose(ten, [...ten, one])).toEqual(ten)
  })
})

describe('the week', () => {
  it('keeps what was chosen through slots and back, touching parts as one', () => {
    const cells = ['1-morning', '1-afternoon', '3-evening', '0-morning', '0-evening']
    const slots = slotsOf(cells)
    expect(slots).toEqual([
      { weekday: 1, from: 360, to: 1080 }, { weekday: 3, from: 1080, to: 1320 },
      { weekday: 0, from: 360, to: 720 }, { weekday: 0, from: 1080, to: 1320 },
    ])
    expect(cellsOf(slots)).toEqual(cells)
    expect(slotsOf([])).toEqual([])
    expect(weeklyOf({ skills: [], areas: [], anytime: true, cells })).toEqual([])
    expect(weeklyOf({ skills: [], areas: [], anytime: false, cells })).toEqual(slots)
  })
  it('shows slots that were made elsewhere by the half', () => {
    expect(cellsOf([{ weekday: 6, from: 540, to: 720 }])).toEqual(['6-morning'])
    expect(cellsOf([{ weekday: 6, from: 600, to: 720 }])).toEqual([])
    expect(cellsOf([{ weekday: 0, from: 0, to: 1440 }])).toEqual(['0-morning', '0-afternoon', '0-evening'])
  })
  it.each([
    ['2026-11-23', '2026-11-23', { from: '2026-11-22T16:00:00.000Z', to: '2026-11-23T16:00:00.000Z' }],
    ['2026-12-31', ' 2027-01-01 ', { from: '2026-12-30T16:00:00.000Z', to: '2027-01-01T16:00:00.000Z' }],
    ['2026-11-24', '2026-11-23', undefined],
    ['2026-13-01', '2026-13-02', undefined],
    ['', '2026-11-23', undefined],
  ])('is away from %s to %s', (first, last, away) => expect(awayOf(first, last)).toEqual(away))
})

describe('hours', () => {
  it.each([
    [0, 0, { star: 1, minutes: 6000 }],
    [5999, 0, { star: 1, minutes: 1 }],
    [6000, 1, { star: 2, minutes: 12000 }],
    [90000, 5, undefined],
  ])('%d minutes and %d stars', (minutes, stars, next) => expect(toNext(minutes, stars, [100, 300, 600, 1000, 1500])).toEqual(next))
  it('are drawn against the fullest month', () => {
    const months = [{ month: '2026-09', minutes: 600 }, { month: '2026-10', minutes: 1 }, { month: '2026-11', minutes: 0 }, { month: '2026-12', minutes: -30 }]
    expect(bars(months).map((bar) => bar.percent)).toEqual([100, 2, 0, 0])
    expect(bars([{ month: '2026-11', minutes: 0 }])[0].percent).toBe(0)
  })
})
