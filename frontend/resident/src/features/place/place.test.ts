import { memory } from '@core/store'
import { describe, expect, it } from 'vitest'
import { blank, createDrafts, type Draft } from '@app/draft'
import { fine, fitted, formatOf } from '@kit/picture'
import { bodyOf, length, written, wrongs } from './body'
import { days, mostWindows, partOf, partsLeft, toggled, windowOf } from './times'

let count = 0
const draft = (change: Partial<Draft> = {}): Draft => ({ ...blank('me', 'wish', '', '370785001001', () => `key${++count}`), ...change })

describe('drafts', () => {
  it('are several at once, the latest first, each person sees their own', () => {
    const store = memory()
    const drafts = createDrafts(store)
    const [old, late] = [draft({ title: '旧', at: 1 }), draft({ title: '新', at: 2 })]
    drafts.save(late)
    drafts.save(old)
    drafts.save(draft({ owner: 'you', at: 3 }))
    expect(drafts.of('me').map(({ title }) => title)).toEqual(['新', '旧'])
    drafts.save({ ...old, title: '改', at: 4 })
    expect(createDrafts(store).of('me').map(({ title }) => title)).toEqual(['改', '新'])
    drafts.drop(late.id)
    expect(drafts.of('me')).toHaveLength(1)
  })
  it('drop the oldest beyond twenty', () => {
    const drafts = createDrafts(memory())
    for (let at = 1; at <= 21; at++) drafts.save(draft({ at }))
    expect(drafts.of('me').map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => 21 - i))
  })
  it('settle once the outbox no longer holds what they handed over', () => {
    const drafts = createDrafts(memory())
    const [taken, waits, written] = [draft({ sent: true }), draft({ sent: true }), draft()]
    ;[taken, waits, written].forEach(drafts.save)
    expect(drafts.settle([waits.key]).map(({ id }) => id)).toEqual([taken.id])
    expect(drafts.of('me').map(({ id }) => id).sort()).toEqual([waits.id, written.id].sort())
  })
  it('are worth keeping once the person has added something', () => {
    expect(written(draft(), '')).toBe(false)
    expect(written(draft({ title: '送餐' }), '送餐')).toBe(false)
    expect(written(draft({ title: '送餐两份' }), '送餐')).toBe(true)
    expect(written(draft({ files: [{ ref: 'local:1', kind: 'voice' }] }), '')).toBe(true)
  })
})

describe('body', () => {
  it('leaves out what the server fills in', () => {
    expect(bodyOf(draft({ title: ' 老花镜 ' }), '')).toEqual({
      kind: 'wish', area_code: '370785001001', title: '老花镜', detail: '', visibility: 'public',
    })
  })
  it('brings everything that was chosen', () => {
    const body = bodyOf(draft({
      kind: 'menu', item: 'i', where: { area: 'a', detail: '3号楼', lat: 36, lng: 119 }, wanted: [windowOf('2026-12-01', 'morning')],
      files: [{ ref: 'local:1', kind: 'picture' }], helped: { who: 'other', id: '', name: ' 张三 ', phone: '13800000000' },
    }), '语音')
    expect(body).toMatchObject({
      item_id: 'i', title: '语音', address: { detail: '3号楼', lat: 36, lng: 119 }, files: ['local:1'],
      wanted: [{ from: '2026-12-01T00:00:00.000Z', to: '2026-12-01T04:00:00.000Z' }], on_behalf_of: { name: '张三', phone: '13800000000' },
    })
    expect(bodyOf(draft({ helped: { who: 'kin', id: 'k', name: '', phone: '' }, slots: 3 }), '')).toMatchObject({ slots: 3, on_behalf_of: { id: 'k' } })
  })
  it('counts characters as people do', () => expect(length('花👓')).toBe(2))
  it('puts what the server says beside what it concerns', () => {
    const told = (message: string) => ({ code: 'x', message })
    expect(wrongs({ 'wanted[0].to': told('晚'), 'address.detail': told('必填'), title: told('长'), item_id: told('没有') }))
      .toEqual({ at: { wanted: '晚', address: '必填', title: '长' }, rest: ['没有'] })
  })
})

describe('times', () => {
  const now = Date.parse('2026-11-30T08:30:00Z') // 16:30 in the city
  it('are days and parts of the city, without those that are over', () => {
    expect(days(now).slice(0, 2)).toEqual(['2026-11-30', '2026-12-01'])
    expect(partsLeft('2026-11-30', now)).toEqual(['afternoon', 'evening'])
    expect(partsLeft('2026-11-30', now + 3_600_000)).toEqual(['evening'])
    expect(partOf(windowOf('2026-12-01', 'evening'))).toBe('evening')
  })
  it('toggle in order and stop at the most', () => {
    const [late, early] = [windowOf('2026-12-02', 'morning'), windowOf('2026-12-01', 'evening')]
    expect(toggled([late], early)).toEqual([early, late])
    expect(toggled([early, late], early)).toEqual([late])
    const full = ['01', '02', '03', '04', '05'].map((d) => windowOf(`2026-12-${d}`, 'morning'))
    expect(full).toHaveLength(mostWindows)
    expect(toggled(full, early)).toBe(full)
  })
})

describe('pictures', () => {
  const bytes = (text: string) => Uint8Array.from([...text].map((c) => c.charCodeAt(0)))
  it.each([
    ['\xff\xd8\xff\xe0', 'jpeg'], ['\x89PNG\r\n\x1a\n', 'png'], ['RIFF....WEBP', 'webp'], ['GIF89a', 'gif'],
    ['\0\0\0\x18ftypheic', 'heic'], ['\0\0\0\x18ftypmif1', 'heic'], ['\0\0\0\x18ftypmp42', 'unknown'], ['%PDF-1.7', 'unknown'], ['', 'unknown'],
  ])('know %j as %s', (head, format) => expect(formatOf(bytes(head))).toBe(format))
  it('are made smaller, never larger', () => {
    expect(fitted({ width: 4000, height: 3000 })).toEqual({ width: 1920, height: 1440 })
    expect(fitted({ width: 3000, height: 12000 })).toEqual({ width: 480, height: 1920 })
    expect(fitted({ width: 20000, height: 2 })).toEqual({ width: 1920, height: 1 })
    expect(fitted({ width: 300, height: 200 })).toEqual({ width: 300, height: 200 })
  })
  it('go as they are only when light, small and of a format that is taken', () => {
    const small = { width: 800, height: 600 }
    expect(fine('jpeg', 900_000, small)).toBe(true)
    expect(fine('jpeg', 1_100_000, small)).toBe(false)
    expect(fine('png', 10_000, { width: 3000, height: 10 })).toBe(false)
    expect(fine('heic', 10_000, small)).toBe(false)
    expect(fine('gif', 10_000, small)).toBe(false)
  })
})
