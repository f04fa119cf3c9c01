import type { Event } from './orders'

/** pathOf is the door of an event: events have underscores, doors dashes. */
export const pathOf = (id: string, event: Event) => `/orders/${id}/${event.replace(/_/g, '-')}`

/** reverse is the act that leaves an order as it was before another one. */
export const reverse: Partial<Record<Event, Event>> = { publish: 'recall', offer: 'withdraw' }
