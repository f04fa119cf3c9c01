import type { components } from '@core/schema'
import { words } from '@core/words'
import { api } from './api'

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
