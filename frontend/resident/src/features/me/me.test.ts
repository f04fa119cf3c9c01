import { describe, expect, it } from 'vitest'
import server from '../../../../../models/notice/notice.go?raw'
import { choose, chosen, groups, type Group } from './channels'
import { changes } from './changes'

const before = { name: '张三', address: '3号楼', area_code: '370785001001' }

describe('changes', () => {
  it('writes what differs and nothing else', () => {
    expect(changes(before, { ...before })).toEqual({})
    expect(changes(before, { ...before, name: ' 张三 ' })).toEqual({})
    expect(changes(before, { name: '李四', address: '', area_code: '370785001002' })).toEqual({ name: '李四', address: '', area_code: '370785001002' })
  })
})

describe('channels', () => {
  const channels = { 'order.asked': ['sms'], 'order.done': ['sms', 'wechat'], 'order.unanswered': ['sms'], 'order.rated': [], 'audit.odd': ['sms'] }

  it('shows what most of a group does', () => {
    expect(chosen(channels, 'toDo')).toEqual(['sms'])
    expect(chosen(channels, 'served')).toEqual([])
    expect(chosen({}, 'toDo')).toEqual([])
  })
  it('changes a group whole, keeps all others, and invents no kind', () => {
    expect(choose(channels, 'toDo', ['wechat', 'sms'])).toEqual({
      'order.asked': ['sms', 'wechat'], 'order.done': ['sms', 'wechat'], 'order.unanswered': ['sms', 'wechat'], 'order.rated': [], 'audit.odd': ['sms'],
    })
    expect(channels['order.asked']).toEqual(['sms'])
  })
  it('groups only kinds that the server has, each once', () => {
    const all = (Object.keys(groups) as Group[]).flatMap((group) => [...groups[group]])
    expect(all.filter((kind) => !server.includes(`"${kind}"`))).toEqual([])
    expect(new Set(all).size).toBe(all.length)
  })
})
