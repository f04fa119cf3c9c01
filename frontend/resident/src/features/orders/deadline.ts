import { cityNow } from '@core/clock'
import { when } from '@core/format'
import type { components } from '@core/schema'
import { fill } from '@core/words'
import { awaited, duties, wholes } from '@core/words/order'

type Order = components['schemas']['OrderView']

export interface Deadline { text: string; late: boolean }

/** nextOf says who should do what by when, to whoever holds the order in words of their own. It is empty where nothing is awaited. */
export function nextOf(order: Order, holding: boolean, now = cityNow()): Deadline | undefined {
  const state = order.state ?? ''
  const sentence = (holding && duties[state as keyof typeof duties]) || awaited[state as keyof typeof awaited]
  if (sentence && order.state_due_at) return { text: fill(sentence, { when: when(order.state_due_at, now) }), late: passed(order.state_due_at, now) }
  return wholeOf(order, now)
}

/** wholeOf says when the whole order should be done. */
export function wholeOf(order: Order, now = cityNow()): Deadline | undefined {
  if (!order.due_at || order.ended_at || order.state === 'done') return undefined
  const late = passed(order.due_at, now)
  const sentence = fill(late ? wholes.late : wholes.due, { when: when(order.due_at, now) })
  return { text: order.provisional ? `${sentence} · ${wholes.provisional}` : sentence, late }
}

const passed = (moment: string, now: number) => new Date(moment).getTime() < now
