import type { components } from '@core/schema'

export type Polygon = NonNullable<components['schemas']['AreaView']['boundary']>

/** Position is a place as GeoJSON has it: longitude, latitude. */
export type Position = readonly [lng: number, lat: number]

/** Rings are a boundary without the corner that each ring of a GeoJSON Polygon has twice. */
export type Rings = Position[][]

/** View is the ground that a picture shows: its middle, and how many pixels a degree of latitude has. */
export interface View { lng: number; lat: number; scale: number; narrow: number; width: number; height: number }

/** metre is one in degrees of latitude, on a sphere of the mean radius (IUGG). */
export const metre = 180 / Math.PI / 6_371_008.8

/** closest is how near one may look: a metre has ten pixels then. */
const closest = 10 / metre

export const ringsOf = (polygon: Polygon | null | undefined): Rings | undefined =>
  polygon?.coordinates.map((ring) => ring.slice(0, -1).map(([lng, lat]) => [lng, lat] as const))

export const polygonOf = (rings: Rings): Polygon => ({ type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]].map(([lng, lat]) => [lng, lat])) })

/** exact is a position to a centimetre. */
export const exact = ([lng, lat]: Position): Position => [Number(lng.toFixed(7)), Number(lat.toFixed(7))]

export const xOf = (view: View, [lng]: Position) => (lng - view.lng) * view.narrow * view.scale + view.width / 2
export const yOf = (view: View, [, lat]: Position) => (view.lat - lat) * view.scale + view.height / 2
export const placeAt = (view: View, x: number, y: number): Position =>
  [view.lng + (x - view.width / 2) / view.scale / view.narrow, view.lat - (y - view.height / 2) / view.scale]

/** framed shows all of the positions, with some room around them; a degree of longitude is narrower than one of latitude. */
export function framed(all: Position[], width: number, height: number, room = 24): View {
  if (!all.length) return { lng: 0, lat: 0, scale: 1, narrow: 1, width, height }
  const { west, east, south, north } = boxOf(all)
  const narrow = Math.cos((north * Math.PI) / 180)
  const scale = Math.min((width - 2 * room) / Math.max((east - west) * narrow, 1e-9), (height - 2 * room) / Math.max(north - south, 1e-9), closest)
  return { lng: (west + east) / 2, lat: (south + north) / 2, scale, narrow, width, height }
}

/** nearer shows the ground larger by a factor, and leaves what lies under a pixel there. */
export function nearer(view: View, by: number, x = view.width / 2, y = view.height / 2): View {
  const scale = Math.min(Math.max(view.scale * by, 500), closest)
  const [lng, lat] = placeAt(view, x, y)
  return { ...view, scale, lng: lng - (x - view.width / 2) / scale / view.narrow, lat: lat + (y - view.height / 2) / scale }
}

export function boxOf(all: Position[]): { west: number; east: number; south: number; north: number } {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity }
  for (const [lng, lat] of all) {
    box.west = Math.min(box.west, lng)
    box.east = Math.max(box.east, lng)
    box.south = Math.min(box.south, lat)
    box.north = Math.max(box.north, lat)
  }
  return box
}

/** pathOf is how a picture draws rings. */
export const pathOf = (view: View, rings: Rings) =>
  rings.map((ring) => `M${ring.map((at) => `${xOf(view, at).toFixed(1)},${yOf(view, at).toFixed(1)}`).join('L')}Z`).join('')
