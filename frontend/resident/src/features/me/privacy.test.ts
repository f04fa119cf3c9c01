import { describe, expect, it } from 'vitest'
import traces from '../../../../../app/store/traces/holdings.go?raw'
import actors from '../../../../../models/actor.go?raw'
import audit from '../../../../../models/audit/audit.go?raw'
import { held, looker, lookedAt } from './held'
import { holdings, reasons, roles } from './privacy-text'

const look = { at: '2026-03-10T00:00:00Z', what: 'phone', subject: 'order', subject_id: '1', by: '陈**', seats: [] }
const seat = (role: string) => ({ role, area_code: '370785' })

describe('privacy', () => {
  it('names everything that the server holds', () => {
    const kept = [...traces.matchAll(/^\t\{"(\w+)", /gm)].map((match) => match[1])
    expect(kept.length).toBeGreaterThan(10)
    expect(Object.keys(holdings).sort()).toEqual(kept.sort())
  })
  it('names every role and every reason of a look', () => {
    expect(Object.keys(roles).sort()).toEqual([...actors.matchAll(/Role\s+= "(\w+)"/g)].map((match) => match[1]).sort())
    expect(Object.keys(reasons).filter((reason) => !audit.includes(`"${reason}"`))).toEqual([])
  })
  it('leaves out what is empty', () => {
    expect(held({ orders: [{}, {}], teams: [], exported_at: '2026' })).toEqual([{ name: '订单', count: 2 }])
  })
  it('says who looked and at what', () => {
    expect(looker({ ...look, seats: [seat('resident'), seat('street_staff'), seat('street_staff')] })).toBe('陈** · 街道工作人员')
    expect(looker({ ...look, by: undefined })).toBe('系统')
    expect(lookedAt(look)).toBe('手机号')
    expect(lookedAt({ ...look, what: 'later' })).toBe('您的信息')
  })
})
