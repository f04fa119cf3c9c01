import type { components } from '@core/schema'
import { language } from '@core/words'

export type Order = components['schemas']['OrderView']

/** streetOf is the code of the street that an area lies in, or of the area itself where it is wider. */
export const streetOf = (area: string) => area.slice(0, 9)

/** within tells whether an area is another or lies in it: codes of areas begin with the codes of those around them. */
export const within = (area: string, upper: string) => area.startsWith(upper)

/** countIn adds up what waits in each area by its code, the areas inside it included. */
export function countIn(heaps: { area_code: string; count: number }[], codes: string[]): Record<string, number> {
  return Object.fromEntries(codes.map((code) => [code, heaps.filter((heap) => within(heap.area_code, code)).reduce((sum, heap) => sum + heap.count, 0)]))
}

/** reasons are what speaks for the volunteer, the weightiest first, in the language of the screen. */
export function reasons(order: Order, most = 4): string[] {
  return [...(order.fit ?? [])].sort((a, b) => b.points - a.points).slice(0, most).map((reason) => reason[language()])
}

/** titleOf is what an order is called for whoever reads it. */
export const titleOf = (order: Order) => order.title || order.public_title || order.number || ''

const mostAreas = 10 // that a volunteer may name

/** choose adds or takes an area: one that is added stands for all inside it, and frees those around it. */
export function choose(before: string[], after: string[]): string[] {
  const added = after.find((code) => !before.includes(code))
  if (added === undefined) return after
  const chosen = [...after.filter((code) => code !== added && !within(code, added) && !within(added, code)), added]
  return chosen.length > mostAreas ? before : chosen
}
