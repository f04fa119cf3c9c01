import { fill } from '@core/words'
import { nameOf } from '@app/areas'
import { text as corrections } from './corrections-text'
import { relations, tags } from './text'

/** said is a value of a field of a record in words. */
export function said(field: string, value: string): string {
  if (field === 'area_code') return nameOf(value)
  if (field === 'relation') return relations[value] ?? value
  return field === 'tags' ? fill(corrections.notSo, { tag: tags[value] ?? value }) : value
}
