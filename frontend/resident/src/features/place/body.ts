import type { Draft } from '@app/draft'
import type { paths } from '@core/schema'
import type { FieldProblem } from '@core/api'

type Body = paths['/orders']['post']['requestBody']['content']['application/json']

export const longestTitle = 60 // characters
export const longestDetail = 2000
export const mostSlots = 50

export const length = (text: string) => [...text].length

/** written tells whether there is anything in a draft that would be a pity to lose. */
export const written = (draft: Draft, given: string) =>
  Boolean((draft.title.trim() && draft.title !== given) || draft.detail.trim() || draft.files.length || draft.wanted.length || draft.where.detail.trim())

/** bodyOf is a draft as the API takes it. The title stands in for somebody who has only spoken. */
export function bodyOf(draft: Draft, spoken: string): Body {
  const { where, helped } = draft
  const detail = where.detail.trim()
  return {
    kind: draft.kind,
    ...(draft.kind === 'menu' ? { item_id: draft.item } : {}),
    area_code: where.area,
    title: draft.title.trim() || spoken,
    detail: draft.detail.trim(),
    visibility: draft.visibility,
    ...(detail ? { address: { detail, ...(where.lat === undefined ? {} : { lat: where.lat, lng: where.lng }) } } : {}),
    ...(draft.wanted.length ? { wanted: draft.wanted } : {}),
    ...(draft.files.length ? { files: draft.files.map((file) => file.ref) } : {}),
    ...(draft.kind === 'wish' && draft.slots > 1 ? { slots: draft.slots } : {}),
    ...(helped.who === 'kin' && helped.id ? { on_behalf_of: { id: helped.id } } : {}),
    ...(helped.who === 'other' ? { on_behalf_of: { name: helped.name.trim(), phone: helped.phone.trim() } } : {}),
  }
}

/** Part is where on the form a field of the API stands. */
export type Part = 'title' | 'detail' | 'files' | 'area' | 'address' | 'wanted' | 'slots' | 'helped'

const places: [prefix: string, part: Part][] = [
  ['title', 'title'], ['detail', 'detail'], ['files', 'files'], ['area_code', 'area'], ['address', 'address'], ['wanted', 'wanted'],
  ['slots', 'slots'], ['on_behalf_of', 'helped'],
]

/** wrongs sorts what the server said against fields by where they stand; the rest has no place of its own. */
export function wrongs(fields: Record<string, FieldProblem>): { at: Partial<Record<Part, string>>; rest: string[] } {
  const at: Partial<Record<Part, string>> = {}
  const rest: string[] = []
  for (const [name, { message }] of Object.entries(fields)) {
    const part = places.find(([prefix]) => name === prefix || name.startsWith(`${prefix}.`) || name.startsWith(`${prefix}[`))?.[1]
    if (part) at[part] = message
    else rest.push(message)
  }
  return { at, rest }
}
