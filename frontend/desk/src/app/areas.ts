import type { components } from '@core/schema'
import { reactive } from 'vue'
import { api } from './api'
import { everyPage } from './pages'

export type Area = components['schemas']['AreaView']

const names = reactive<Record<string, string>>({})
const asked = new Set<string>()

/** nameOf is the name of an area; one that is not known yet is asked for, and shows its code until then; one that ended has the name of its successor. */
export function nameOf(code: string | undefined): string {
  if (!code) return ''
  if (!names[code] && !asked.has(code)) {
    asked.add(code)
    void api('get', '/areas/{code}', { path: { code } }).then((area) => { names[code] = area.name }, () => undefined)
  }
  return names[code] ?? code
}

/** below are the areas right below one; without one, the city. */
export async function below(parent: string | undefined, boundary = false): Promise<Area[]> {
  const found = await everyPage((cursor) => api('get', '/areas', { query: { parent, boundary: boundary || undefined, cursor, limit: 100 } }))
  found.forEach(note)
  return found
}

function note(area: Area): void {
  names[area.code] = area.name
}
