import { wall } from '@core/format'

export interface Window { from: string; to: string }

/** parts of a day in which somebody may come, in hours of the city's clock. */
export const parts = { morning: [8, 12], afternoon: [13, 18], evening: [18, 21] } as const
export type Part = keyof typeof parts

export const ahead = 7 // days that may be chosen
export const mostWindows = 5

const dayLength = 86_400_000
const zone = '+08:00'
const two = (n: number) => String(n).padStart(2, '0')

/** days are the next ones, today first, each by its date. */
export function days(now: number): string[] {
  return Array.from({ length: ahead }, (_, i) => {
    const at = wall(now + i * dayLength)
    return `${at.year}-${two(at.month)}-${two(at.day)}`
  })
}

/** windowOf is a part of a day as the API takes it. */
export function windowOf(date: string, part: Part): Window {
  const [from, to] = parts[part].map((hour) => new Date(`${date}T${two(hour)}:00:00${zone}`).toISOString())
  return { from, to }
}

/** partsLeft are the parts of a day that have at least an hour to go. */
export const partsLeft = (date: string, now: number) =>
  (Object.keys(parts) as Part[]).filter((part) => Date.parse(windowOf(date, part).to) - now >= 3_600_000)

/** partOf tells which part of which day a window is. */
export function partOf({ from }: Window): Part {
  const { hour } = wall(from)
  return (Object.keys(parts) as Part[]).find((part) => parts[part][0] === hour) ?? 'morning'
}

/** toggled adds a window or takes it out, in the order of time; beyond the most, nothing is added. */
export function toggled(windows: Window[], one: Window): Window[] {
  const rest = windows.filter((other) => other.from !== one.from)
  if (rest.length < windows.length) return rest
  return rest.length >= mostWindows ? windows : [...rest, one].sort((a, b) => a.from.localeCompare(b.from))
}
