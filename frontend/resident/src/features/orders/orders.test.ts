import { describe, expect, it } from 'vitest'
import { layout } from './acts'
import { nextOf, wholeOf } from './deadline'

describe('layout', () => {
  it('lets the most awaited act lead and keeps every other in one place', () => {
    expect(layout(['comment', 'dispute', 'rate', 'complain', 'cancel'])).toEqual(
      { main: 'rate', usual: ['dispute', 'comment'], rare: ['cancel'], safety: ['complain'], desk: false })
  })
  it('shows acts of staff nowhere, but says that there are some', () => {
    expect(layout(['publish', 'comment'])).toEqual({ main: '', usual: ['comment'], rare: [], safety: [], desk: true })
  })
  it('keeps both of two leading acts', () => expect(layout(['sign_in', 'finish']).usual).toEqual(['finish']))
  it('is empty without acts', () => expect(layout([])).toEqual({ main: '', usual: [], rare: [], safety: [], desk: false }))
})

describe('the next deadline', () => {
  const now = Date.parse('2026-11-23T02:00:00Z') // 10:00 in the city
  const order = { id: '1', can: [], state: 'accepted', state_due_at: '2026-11-23T10:00:00Z', due_at: '2026-11-25T10:00:00Z' }

  it('speaks to residents of the volunteer, and to the volunteer of themselves', () => {
    expect(nextOf(order, false, now)).toEqual({ text: '志愿者应在今天 18:00前上门', late: false })
    expect(nextOf(order, true, now)).toEqual({ text: '请您在今天 18:00前上门', late: false })
  })
  it('is late once it has passed', () => expect(nextOf(order, false, now + 9 * 3_600_000)?.late).toBe(true))
  it('is that of the whole order where the state has none', () => {
    expect(nextOf({ ...order, state_due_at: null }, false, now)?.text).toBe('全程应在11月25日 周三 18:00前办结')
  })
  it('of the whole says that it passed, and that holidays may move it', () => {
    expect(wholeOf({ ...order, provisional: true }, now)?.text).toContain('节假日')
    expect(wholeOf(order, now + 10 * 86_400_000)).toEqual({ text: '已超过11月25日 周三 18:00的期限,系统已提醒社区', late: true })
  })
  it('is none once the order has ended or waits for its rating', () => {
    expect(nextOf({ ...order, state: 'rated', state_due_at: null, ended_at: '2026-11-23T01:00:00Z' }, false, now)).toBeUndefined()
    expect(wholeOf({ ...order, state: 'done' }, now)).toBeUndefined()
  })
})
