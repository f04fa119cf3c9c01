import type { components } from '@core/schema'
import { reactive } from 'vue'
import { api } from './api'

export type Area = components['schemas']['AreaView']

const names = reactive<Record<string, string>>({})

/** nameOf is the name of an area that was learnt, else nothing. */
export const nameOf = (code: string | undefined) => names[code ?? ''] ?? ''

/** namesOf are the names of several areas, as a sentence has them. */
export const namesOf = (codes: string[]) => codes.map((code) => nameOf(code) || code).join('、')

/** learn asks for the names that are not known yet. One that cannot be read stays unknown: a list is readable without it. */
export async function learn(codes: (string | undefined)[]): Promise<void> {
  const unknown = [...new Set(codes)].filter((code): code is string => Boolean(code) && !names[code!])
  await Promise.all(unknown.map((code) => api('get', '/areas/{code}', { path: { code } }).then(note, () => undefined)))
}

/** below are the areas right below one; without one, the city. */
export async function below(parent: string | undefined, boundary = false): Promise<Area[]> {
  const found: Area[] = []
  let cursor: string | undefined
  do {
    const page = await api('get', '/areas', { query: { parent, boundary: boundary || undefined, cursor, limit: 100 } })
    found.push(...page.items)
    cursor = page.next || undefined
  } while (cursor)
  found.forEach(note)
  return found
}

function note(area: Area): void {
  names[area.code] = area.name
}
