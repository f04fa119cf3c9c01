import type { components } from '@core/schema'
import { wall } from '@core/format'
import type { greetings } from './text'

type Order = components['schemas']['OrderView']

/** partOfDay names the part of the day in the city. */
export function partOfDay(now: number): keyof typeof greetings {
  const { hour } = wall(now)
  if (hour < 5 || hour >= 23) return 'night'
  if (hour < 11) return 'morning'
  if (hour < 14) return 'noon'
  return hour < 18 ? 'afternoon' : 'evening'
}

/** pressing picks the open orders to show: first what waits for the reader, then what is due first. */
export function pressing(orders: Order[], most: number): Order[] {
  const waitsForMe = (order: Order) => (order.state === 'need_info' || order.state === 'done' ? 0 : 1)
  const due = (order: Order) => (order.due_at ? Date.parse(order.due_at) : Infinity)
  const first = (a: Order, b: Order) => waitsForMe(a) - waitsForMe(b) || (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0)
  return orders.filter((order) => !order.ended_at).sort(first).slice(0, most)
}
