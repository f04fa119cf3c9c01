import type { LocationQuery } from 'vue-router'
import type { Filter } from '@app/orders'

/** names are the filters of the desk, as its door takes them. */
export const names = ['queue', 'state', 'kind', 'item', 'area', 'lamp', 'assignee', 'requester', 'from', 'to', 'q', 'sort'] as const

/** filterOf reads the filters out of an address, and nothing else. */
export const filterOf = (query: LocationQuery): Filter =>
  Object.fromEntries(names.flatMap((name) => (typeof query[name] === 'string' && query[name] ? [[name, query[name]]] : [])))

/** spanOf turns two days, as a calendar gives them, into the moments between which something was placed. */
export const spanOf = (days: [Date, Date] | null): Filter =>
  (days ? { from: days[0].toISOString(), to: new Date(days[1].getTime() + 86_400_000).toISOString() } : {})
