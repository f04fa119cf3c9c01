import { describe, expect, it } from 'vitest'
import { acts } from '@core/words/order'
import { pathOf } from '@app/acts'
import type { Order } from '@app/orders'
import { blank, bodyOf, fields, main, offered } from './fields'

const order = { id: 'o', version: 7, area_code: '370785001001', priority: 1, public_title: '卡', can: [] } as unknown as Order

describe('acts of an order', () => {
  it('all have words', () => {
    for (const event of Object.keys(fields)) expect(acts[event as keyof typeof acts], event).toBeTruthy()
    for (const event of main) expect(fields[event], event).toBeDefined()
  })
  it('that the desk does not raise are not offered', () => {
    expect(offered(['claim', 'publish', 'follow', 'comment'])).toEqual(['publish', 'comment'])
  })
  it('send what the door takes, with the version that was seen', () => {
    const form = { ...blank(order), reason: '因为', public_title: '一副老花镜', unit: '民政局', to: 'p' }
    expect(bodyOf('publish', form, order)).toEqual({ version: 7, public_title: '一副老花镜', public_text: '', public_pictures: false })
    expect(bodyOf('refer', form, order)).toEqual({ version: 7, to: '民政局', reason: '因为' })
    expect(bodyOf('offer', form, order)).toEqual({ version: 7, to: 'p' })
    expect(bodyOf('offer', { ...form, team: 't' }, order)).toEqual({ version: 7, team: 't' })
    expect(bodyOf('recall', { ...form, reason: '' }, order)).toEqual({ version: 7 })
  })
  it('amend only what was changed', () => {
    expect(bodyOf('amend', { ...blank(order), priority: 3 }, order)).toEqual({ version: 7, priority: 3 })
  })
  it('never call an invalid call-back solved or satisfied', () => {
    expect(bodyOf('call_back', { ...blank(order), valid: false }, order)).toEqual({ valid: false, contacted: false, solved: false })
    expect(bodyOf('call_back', { ...blank(order), contacted: false }, order)).toEqual({ valid: true, contacted: false, solved: false })
  })
  it('have doors with dashes', () => expect(pathOf('x', 'give_up')).toBe('/orders/x/give-up'))
})
