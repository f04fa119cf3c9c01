import type { Event, Order } from '@app/orders'

/** Field is one thing that an act asks for; the form shows it in a way of its own. */
export type Field = 'reason' | 'reason?' | 'card' | 'amend' | 'candidate' | 'unit' | 'target' | 'colour' | 'callback' | 'result' | 'until' | 'rating'

/** fields are what each event brings along, as its door takes it. An event that is not here is not raised at the desk. */
export const fields: Partial<Record<Event, Field[]>> = {
  publish: ['card'], amend: ['amend'], offer: ['candidate'], refer: ['unit', 'reason'], recall: ['reason?'], reject: ['reason'], merge: ['target', 'reason'],
  ask: ['reason'], answer: ['reason'], withdraw: ['reason'], revoke: ['reason'], sign_in: ['reason'], suspend: ['until', 'reason'], resume: ['reason?'],
  finish: ['result'], hand_back: ['reason'], grant: ['reason'], refuse: ['reason'], give_up: ['reason'], extend: ['reason'], supervise: ['colour', 'reason'],
  call_back: ['callback', 'reason?'], rate: ['rating'], dispute: ['reason'], appeal: ['reason'], cancel: ['reason?'], comment: ['reason'], urge: ['reason?'],
  report_danger: ['reason'], sign_in_code: ['reason'],
}

/** offered are the acts of an order that the desk shows, in the order in which the server names them. */
export const offered = (can: Event[]) => can.filter((event) => fields[event])

/** main are those that move the order on; the others stand behind a menu. */
export const main: Event[] = ['publish', 'offer', 'grant', 'refuse', 'call_back', 'ask', 'finish', 'resume', 'withdraw', 'rate']

/** Form is all that a person may type for an act; what the event does not ask for stays away. */
export interface Form {
  reason: string; public_title: string; public_text: string; public_pictures: boolean; area_code: string; item_id: string; priority: number
  to: string; team: string; unit: string; into: string; card: 'yellow' | 'red'; valid: boolean; contacted: boolean; solved: boolean
  satisfaction: '' | 'satisfied' | 'basically' | 'unsatisfied'; result: string; until: string; stars: number
}

export const blank = (order: Order): Form => ({
  reason: '', public_title: order.public_title ?? '', public_text: order.public_text ?? '', public_pictures: false, area_code: order.area_code ?? '',
  item_id: order.item_id ?? '', priority: order.priority ?? 0, to: '', team: '', unit: '', into: '', card: 'yellow', valid: true, contacted: true, solved: true,
  satisfaction: 'satisfied', result: '', until: '', stars: 5,
})

const bodies: Record<Field, (form: Form, order: Order) => Record<string, unknown>> = {
  reason: ({ reason }) => ({ reason }),
  'reason?': ({ reason }) => (reason ? { reason } : {}),
  card: ({ public_title, public_text, public_pictures }) => ({ public_title, public_text, public_pictures }),
  amend: (form, order) => ({
    ...(form.area_code !== order.area_code && { area_code: form.area_code }),
    ...(form.item_id && form.item_id !== order.item_id && { item_id: form.item_id }),
    ...(form.priority !== (order.priority ?? 0) && { priority: form.priority }),
    ...(form.public_title !== (order.public_title ?? '') && { public_title: form.public_title }),
    ...(form.public_text !== (order.public_text ?? '') && { public_text: form.public_text }),
  }),
  candidate: ({ to, team }) => (team ? { team } : { to }),
  unit: ({ unit }) => ({ to: unit }),
  target: ({ into }) => ({ into }),
  colour: ({ card }) => ({ card }),
  callback: ({ valid, contacted, solved, satisfaction }) => (valid
    ? { valid, contacted, solved: contacted && solved, ...(contacted && satisfaction && { satisfaction }) } : { valid, contacted: false, solved: false }),
  result: ({ result }) => ({ result }),
  until: ({ until }) => ({ until: until && new Date(until).toISOString() }),
  rating: ({ stars, reason }) => ({ solved: true, stars, comment: reason }),
}

/** beside are the events that leave the order as it is and lose no race, as models/order says: they need no version. */
const beside: Event[] = ['comment', 'call_back', 'report_danger', 'sign_in_code']

/** bodyOf is what is sent: what the event asks for, and the version that was last seen. */
export const bodyOf = (event: Event, form: Form, order: Order): Record<string, unknown> =>
  Object.assign(beside.includes(event) ? {} : { version: order.version }, ...(fields[event] ?? []).map((field) => bodies[field](form, order)))
