import type { components } from '@core/schema'
import { holdings, roles, seen, text } from './privacy-text'

type Look = components['schemas']['LookView']

/** held lists what an export holds by name and number, without what holds nothing. */
export function held(all: Record<string, unknown>): { name: string; count: number }[] {
  return (Object.keys(holdings) as (keyof typeof holdings)[]).map((key) => ({ name: holdings[key], count: (all[key] as unknown[] | undefined)?.length ?? 0 }))
    .filter((row) => row.count > 0)
}

/** looker says who looked: the masked name and the offices held; that everybody is a resident says nothing. */
export function looker(look: Look): string {
  const offices = look.seats.filter((seat) => seat.role !== 'resident').map((seat) => roles[seat.role as keyof typeof roles] ?? seat.role)
  const named = [look.by, [...new Set(offices)].join('、')].filter(Boolean).join(' · ')
  return named || text.program
}

/** lookedAt names what was seen; a kind that this version does not know yet is told in general words. */
export const lookedAt = (look: Look): string => seen[look.what as keyof typeof seen] ?? seen.other
