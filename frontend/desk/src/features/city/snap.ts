import { same } from './drawing'
import { exact, placeAt, xOf, yOf, type Position, type Rings, type View } from './plane'

/** Snapped is where a pen is led, and to what; nothing where it is free. */
export interface Snapped { at: Position; to?: 'corner' | 'edge' }

/**
 * snapped leads a pen to the nearest corner within so many pixels, or else onto the nearest edge. A corner that goes along with the pen leads it
 * nowhere, nor do the edges at it.
 */
export function snapped(view: View, pen: Position, lines: Rings, { within = 10, along }: { within?: number; along?: Position } = {}): Snapped {
  const [x, y] = [xOf(view, pen), yOf(view, pen)]
  let best: { far: number; at: Position } | undefined
  let edge: typeof best
  for (const ring of lines) {
    for (const [i, corner] of ring.entries()) {
      if (along && same(corner, along)) continue
      const [ax, ay] = [xOf(view, corner), yOf(view, corner)]
      const far = Math.hypot(ax - x, ay - y)
      if (far <= within && far < (best?.far ?? Infinity)) best = { far, at: corner }
      const next = ring[(i + 1) % ring.length]
      if (along && same(next, along)) continue
      const [dx, dy] = [xOf(view, next) - ax, yOf(view, next) - ay]
      const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
      const off = Math.hypot(ax + share * dx - x, ay + share * dy - y)
      if (off <= within && off < (edge?.far ?? Infinity)) edge = { far: off, at: placeAt(view, ax + share * dx, ay + share * dy) }
    }
  }
  if (best) return { at: best.at, to: 'corner' }
  return edge ? { at: exact(edge.at), to: 'edge' } : { at: exact(pen) }
}
