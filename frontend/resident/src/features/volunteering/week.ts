import type { components } from '@core/schema'

export type Slot = components['schemas']['SlotIn']

/** parts are the stretches of a day that a volunteer can be free in, in minutes after midnight. */
export const parts = [
  { name: 'morning', from: 6 * 60, to: 12 * 60 },
  { name: 'afternoon', from: 12 * 60, to: 18 * 60 },
  { name: 'evening', from: 18 * 60, to: 22 * 60 },
] as const

/** days are the weekdays in the order in which people here read a week; 0 is Sunday. */
export const days = [1, 2, 3, 4, 5, 6, 0] as const

export type Cell = string // `${weekday}-${part}`

export const cellOf = (day: number, part: string): Cell => `${day}-${part}`

/** cellsOf shows slots as cells: those of which at least half is free. */
export function cellsOf(slots: Slot[]): Cell[] {
  return days.flatMap((day) => parts.filter((part) => {
    const free = slots.filter((slot) => slot.weekday === day)
      .reduce((sum, slot) => sum + Math.max(0, Math.min(slot.to, part.to) - Math.max(slot.from, part.from)), 0)
    return free * 2 >= part.to - part.from
  }).map((part) => cellOf(day, part.name)))
}

/** slotsOf gives the slots of cells, with parts that touch as one. */
export function slotsOf(cells: Cell[]): Slot[] {
  return days.flatMap((day) => {
    const slots: Slot[] = []
    for (const part of parts) {
      if (!cells.includes(cellOf(day, part.name))) continue
      const last = slots.at(-1)
      if (last?.to === part.from) last.to = part.to
      else slots.push({ weekday: day, from: part.from, to: part.to })
    }
    return slots
  })
}

/** awayOf is the window from the morning of one day to the end of another in the city, or nothing when they are no days or in the wrong order. */
export function awayOf(first: string, last: string): { from: string; to: string } | undefined {
  const [from, to] = [midnight(first), midnight(last)]
  if (from === undefined || to === undefined || to < from) return undefined
  return { from: new Date(from).toISOString(), to: new Date(to + 86_400_000).toISOString() }
}

function midnight(day: string): number | undefined {
  const trimmed = day.trim()
  if (!/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return undefined
  const at = Date.parse(`${trimmed}T00:00:00+08:00`)
  return Number.isNaN(at) ? undefined : at
}

/** Service is what a volunteer says of themselves: what, where and when. */
export interface Service { skills: string[]; areas: string[]; anytime: boolean; cells: Cell[] }

/** weeklyOf gives the slots that the server keeps; none mean at any time. */
export const weeklyOf = (service: Service) => (service.anytime ? [] : slotsOf(service.cells))
