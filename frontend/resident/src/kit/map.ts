/** Shape is an area as the map draws it: a code, a name, and rings of [longitude, latitude]. */
export interface Shape { code: string; name: string; boundary?: { coordinates: number[][][] } | null; centre?: { lat: number; lng: number } | null }

export interface Drawn { code: string; name: string; path: string; x: number; y: number }
export interface Drawing { width: number; height: number; areas: Drawn[] }

export type Point = [x: number, y: number]

const margin = 4

/**
 * draw lays areas out in a box of the given width. Degrees of longitude are shortened as at the middle latitude, so that a city keeps its
 * form; areas without a boundary are left out.
 */
export function draw(shapes: Shape[], width: number): Drawing {
  const drawable = shapes.filter((shape) => shape.boundary?.coordinates[0]?.length)
  const points = drawable.flatMap((shape) => shape.boundary!.coordinates.flat())
  if (!points.length) return { width, height: 0, areas: [] }
  const frame = frameOf(points, width)
  return {
    width: frame.width,
    height: frame.height,
    areas: drawable.map((shape) => {
      const rings = shape.boundary!.coordinates.map((ring) => ring.map(frame.at))
      const [x, y] = shape.centre ? frame.at([shape.centre.lng, shape.centre.lat]) : middle(rings[0])
      return { code: shape.code, name: shape.name, path: rings.map((ring) => `M${ring.map((p) => p.join(' ')).join('L')}Z`).join(''), x, y }
    }),
  }
}

/** Frame is the ground that a picture shows, and where on the picture a place of [longitude, latitude] lies. */
export interface Frame { width: number; height: number; at(place: number[]): Point }

/** frameOf lays places out in a box of the given width. */
export function frameOf(places: number[][], width: number): Frame {
  const [west, east] = edges(places.map((p) => p[0]))
  const [south, north] = edges(places.map((p) => p[1]))
  const shorter = Math.cos(((south + north) / 2) * (Math.PI / 180))
  const scale = (width - 2 * margin) / Math.max((east - west) * shorter, (north - south) * 0.6, 1e-9)
  return {
    width: round((east - west) * shorter * scale + 2 * margin),
    height: round((north - south) * scale + 2 * margin),
    at: ([lng, lat]) => [round(margin + (lng - west) * shorter * scale), round(margin + (north - lat) * scale)],
  }
}

const edges = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)]
const round = (n: number) => Math.round(n * 10) / 10

function middle(ring: Point[]): Point {
  const [west, east] = edges(ring.map((p) => p[0]))
  const [north, south] = edges(ring.map((p) => p[1]))
  return [round((west + east) / 2), round((north + south) / 2)]
}

/** depth is how full an area is, in four steps from 0 (nothing) to 3 (the most), so that few and many differ at a glance. */
export function depth(count: number, most: number): number {
  return count <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((count / most) * 3))
}

/** Tints colours a picture of the map where styles do not reach into it. */
export interface Tints { steps: string[]; line: string; chosen: string; ink: string }

/** picture writes the map as the address of an image, for mini-programs, which have no SVG elements. */
export function picture(drawing: Drawing, counts: Record<string, number>, chosen: string, tints: Tints): string {
  const most = Math.max(0, ...drawing.areas.map((area) => counts[area.code] ?? 0))
  const paths = drawing.areas.map((area) => {
    const on = area.code === chosen
    return `<path d="${area.path}" fill="${tints.steps[depth(counts[area.code] ?? 0, most)]}" stroke="${on ? tints.chosen : tints.line}" stroke-width="${on ? 4 : 1.5}"/>`
  })
  const numbers = drawing.areas.map((area) => `<text x="${area.x}" y="${area.y}" font-size="20" text-anchor="middle" dominant-baseline="central" fill="${tints.ink}">${counts[area.code] ?? 0}</text>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${drawing.width} ${drawing.height}">${paths.join('')}${numbers.join('')}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
