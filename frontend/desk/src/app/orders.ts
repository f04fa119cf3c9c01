import type { components } from '@core/schema'
import { when } from '@core/format'
import type { Deed } from '@core/api'
import { words } from '@core/words'
import { happened, parts } from '@core/words/order'
import { pathOf, reverse } from './acts'
import { api, post } from './api'

export type Order = components['schemas']['OrderView']
export type Event = Order['can'][number]
export type Filter = Record<string, string>

/** queues are the piles of the desk, as models/order/queue.go names them. */
export const queues = words({
  todo: ['待处理', 'To do'],
  today: ['今天到期', 'Due today'],
  overdue: ['已超期', 'Overdue'],
  returned: ['退回', 'Returned'],
  appealed: ['申请重办', 'Appealed'],
})

export type Queue = keyof typeof queues

/** listDesk reads a page of the desk. */
export const listDesk = (filter: Filter, cursor?: string, limit = 50) =>
  api('get', '/orders', { query: { view: 'desk', ...filter, cursor, limit } as never })

/** lampOf is how near the deadline is; what is owed no more has none. */
export const lampOf = (order: Pick<Order, 'lamp' | 'next_due_at'>) => (order.next_due_at ? order.lamp : undefined)

/** titleOf is what an order is called to whoever may see it. */
export const titleOf = (order: Pick<Order, 'title' | 'public_title' | 'number'>) => order.title || order.public_title || order.number || ''

/** deedOf says what somebody did, and when. */
export const deedOf = ({ event, by, at }: Deed) =>
  `${when(at)} ${parts[by as keyof typeof parts] ?? by}: ${happened[event as keyof typeof happened] ?? event}`

const text = words({ undone: ['操作人撤销', 'Taken back by whoever did it'] })

/** undoing gives what takes an act back, as long as the server lets it: nobody took the order up since. */
export function undoing(event: Event, after: Order): (() => Promise<Order>) | undefined {
  const back = reverse[event]
  if (!back || !after.can.includes(back)) return undefined
  return () => post<Order>(pathOf(after.id, back), { version: after.version, reason: text.undone })
}
