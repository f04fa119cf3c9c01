import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { boxOf, type Position, type Rings } from './plane'

/** Drafts are the boundaries of areas as they are drawn, by code; nothing where none is. */
export type Drafts = Readonly<Record<string, Rings | undefined>>

export interface Drawing {
  drafts: ShallowRef<Drafts>
  change(next: Drafts, stroke?: string): void
  begin(drafts: Drafts): void
  undo(): void
  redo(): void
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
}

const deepest = 200 // changes that can be taken back

/** createDrawing keeps what is drawn, and each state before. What belongs to one stroke of the pen is taken back at once. */
export function createDrawing(): Drawing {
  const drafts = shallowRef<Drafts>({})
  const past = shallowRef<Drafts[]>([])
  const future = shallowRef<Drafts[]>([])
  let last: string | undefined
  return {
    drafts,
    change(next, stroke) {
      if (!stroke || stroke !== last) past.value = [...past.value.slice(1 - deepest), drafts.value]
      ;[drafts.value, future.value, last] = [next, [], stroke]
    },
    begin(next) { [drafts.value, past.value, future.value, last] = [next, [], [], undefined] },
    undo() {
      if (!past.value.length) return
      future.value = [drafts.value, ...future.value]
      ;[drafts.value, past.value, last] = [past.value.at(-1)!, past.value.slice(0, -1), undefined]
    },
    redo() {
      if (!future.value.length) return
      past.value = [...past.value, drafts.value]
      ;[drafts.value, future.value, last] = [future.value[0], future.value.slice(1), undefined]
    },
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
  }
}

const hair = 1.5e-7 // degrees, a centimetre and a half: two corners so near are one

export const same = (a: Position, b: Position) => Math.abs(a[0] - b[0]) < hair && Math.abs(a[1] - b[1]) < hair

export const alike = (a: Rings | undefined, b: Rings | undefined) => JSON.stringify(a) === JSON.stringify(b)

/** within draws the rings of some areas anew. */
const within = (drafts: Drafts, codes: string[], draw: (ring: Position[]) => Position[]): Drafts =>
  ({ ...drafts, ...Object.fromEntries(codes.filter((code) => drafts[code]).map((code) => [code, drafts[code]!.map(draw)])) })

/** moved has a corner at another place, in each of the areas that have it. */
export const moved = (drafts: Drafts, codes: string[], from: Position, to: Position) =>
  within(drafts, codes, (ring) => ring.map((at) => (same(at, from) ? to : at)))

/** inserted has one more corner on the line between two, in each of the areas that have that line. */
export const inserted = (drafts: Drafts, codes: string[], a: Position, b: Position, corner: Position) => within(drafts, codes, (ring) =>
  ring.flatMap((at, i) => {
    const next = ring[(i + 1) % ring.length]
    return (same(at, a) && same(next, b)) || (same(at, b) && same(next, a)) ? [at, corner] : [at]
  }))

/** dropped has a corner less, in each of the areas that have it; nothing where a ring would be left with two. */
export function dropped(drafts: Drafts, codes: string[], corner: Position): Drafts | undefined {
  const next = within(drafts, codes, (ring) => ring.filter((at) => !same(at, corner)))
  return codes.some((code) => next[code]?.some((ring) => ring.length < 3)) ? undefined : next
}

/** centreOf is the centre that an area keeps; one that its boundary has left goes to the middle. */
export function centreOf(centre: { lat: number; lng: number } | null | undefined, rings: Rings | undefined): { lat: number; lng: number } | undefined {
  if (!centre || !rings) return centre ?? undefined
  const { west, east, south, north } = boxOf(rings[0])
  if (centre.lng >= west && centre.lng <= east && centre.lat >= south && centre.lat <= north) return centre
  return { lat: Number(((south + north) / 2).toFixed(7)), lng: Number(((west + east) / 2).toFixed(7)) }
}
