import type { Position, Rings } from './plane'
import { same } from './drawing'

type Loose = { type?: unknown; coordinates?: unknown; geometry?: unknown; features?: unknown }

/** Unread says why a text is no boundary: it is no GeoJSON, or has no area, or several. */
export class Unread extends Error {
  constructor(readonly why: 'noJSON' | 'noPolygon' | 'several') { super(why) }
}

/** parsed reads a boundary from GeoJSON (RFC 7946): a Polygon, or what holds a single one. */
export function parsed(text: string): Rings {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    throw new Unread('noJSON')
  }
  const found = polygonsIn(root)
  if (!found.length) throw new Unread('noPolygon')
  if (found.length > 1) throw new Unread('several')
  return ringsIn(found[0])
}

function polygonsIn(one: unknown): unknown[] {
  const { type, coordinates, geometry, features } = (one ?? {}) as Loose
  switch (type) {
    case 'Polygon': return [coordinates]
    case 'MultiPolygon': return Array.isArray(coordinates) ? coordinates : []
    case 'Feature': return polygonsIn(geometry)
    case 'FeatureCollection': return Array.isArray(features) ? features.flatMap(polygonsIn) : []
    default: return []
  }
}

function ringsIn(coordinates: unknown): Rings {
  const rings = Array.isArray(coordinates) ? coordinates.map(cornersIn) : []
  if (!rings.length || rings.some((ring) => ring.length < 3)) throw new Unread('noPolygon')
  return rings
}

function cornersIn(ring: unknown): Position[] {
  if (!Array.isArray(ring)) throw new Unread('noPolygon')
  const corners = ring.map((at): Position => {
    if (!Array.isArray(at) || typeof at[0] !== 'number' || typeof at[1] !== 'number' || Math.abs(at[0]) > 180 || Math.abs(at[1]) > 90) throw new Unread('noPolygon')
    return [at[0], at[1]]
  })
  return corners.length > 1 && same(corners[0], corners.at(-1)!) ? corners.slice(0, -1) : corners
}
