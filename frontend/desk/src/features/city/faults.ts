import type { components } from '@core/schema'
import { fill } from '@core/words'
import { nameOf } from '@app/areas'
import type { Polygon } from './plane'
import { text } from './text'

export type Survey = components['schemas']['SurveyView']

/** Fault is what is wrong with how areas fill the one above them, and where; points are where a line crosses itself. */
export interface Fault { kind: 'undrawn' | 'crossing' | 'overlap' | 'outside' | 'gap'; codes: string[]; words: string; where: Polygon[]; points: { lat: number; lng: number }[] }

const metres = (n: number) => n.toLocaleString('zh-CN')

/** faultsOf names each fault that a survey found. */
export const faultsOf = (survey: Survey): Fault[] => [
  ...survey.undrawn.map((code): Fault => ({ kind: 'undrawn', codes: [code], words: fill(text.undrawn, { a: nameOf(code) }), where: [], points: [] })),
  ...survey.crossing.map(({ code, at }): Fault => ({ kind: 'crossing', codes: [code], words: fill(text.crossing, { a: nameOf(code) }), where: [], points: at })),
  ...survey.overlaps.map(({ a, b, square_metres, where }): Fault => ({ kind: 'overlap', codes: [a, b], words: fill(text.overlap, { a: nameOf(a), b: nameOf(b), m: metres(square_metres) }), where, points: [] })),
  ...survey.outside.map(({ code, square_metres, where }): Fault => ({ kind: 'outside', codes: [code], words: fill(text.outside, { a: nameOf(code), m: metres(square_metres) }), where, points: [] })),
  ...(survey.gaps.square_metres ? [{ kind: 'gap' as const, codes: [], words: fill(text.gap, { m: metres(survey.gaps.square_metres) }), where: survey.gaps.where, points: [] }] : []),
]
