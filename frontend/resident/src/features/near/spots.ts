import { fill } from '@core/words'
import { frameOf, type Point, type Shape } from '@kit/map'
import { text } from './text'

export interface Spot { id: string; place: { lat: number; lng: number } }

export interface Spots { width: number; height: number; grounds: { code: string; name: string; path: string; x: number; y: number }[]; dots: { id: string; n: number; x: number; y: number }[]; you?: Point }

const narrowest = 0.004 // degrees of the ground that is shown at least, about 400 m

/**
 * drawSpots lays numbered places out on the areas around them. Areas run on beyond the picture, and lose their name where a dot lies over it;
 * who stands far from all places widens it. The last of the list comes first, so that the nearest lie on top.
 */
export function drawSpots(spots: Spot[], you: Spot['place'] | undefined, shapes: Shape[], width: number): Spots {
  const places = [...spots.map(({ place }) => place), ...(you ? [you] : [])].map(({ lat, lng }) => [lng, lat])
  if (!places.length) return { width, height: 0, grounds: [], dots: [] }
  const frame = frameOf(padded(places), width)
  const dots = spots.map(({ id, place }, i) => {
    const [x, y] = frame.at([place.lng, place.lat])
    return { id, n: i + 1, x, y }
  }).reverse()
  const grounds = shapes.filter((shape) => shape.boundary?.coordinates[0]?.length).map((shape) => {
    const rings = shape.boundary!.coordinates.map((ring) => ring.map(frame.at))
    const [x, y] = shape.centre ? frame.at([shape.centre.lng, shape.centre.lat]) : rings[0][0]
    const hidden = dots.some((dot) => Math.abs(dot.x - x) < 60 && Math.abs(dot.y - y) < 26)
    return { code: shape.code, name: hidden ? '' : shape.name, path: rings.map((ring) => `M${ring.map((p) => p.join(' ')).join('L')}Z`).join(''), x, y }
  })
  return { width: frame.width, height: frame.height, grounds, dots, you: you && frame.at([you.lng, you.lat]) }
}

/** padded are the corners of a ground around places, with room at its edges. */
function padded(places: number[][]): number[][] {
  const around = [0, 1].map((axis) => {
    const [low, high] = [Math.min(...places.map((p) => p[axis])), Math.max(...places.map((p) => p[axis]))]
    const room = Math.max((high - low) * 0.12, (narrowest - (high - low)) / 2, narrowest / 3)
    return [low - room, high + room]
  })
  return [[around[0][0], around[1][0]], [around[0][1], around[1][1]]]
}

const radius = 13

/** ring is the radius of what marks where one is: around a dot that stands there, never behind it. */
export const ring = 19

/** circle is the path of a dot. */
export const circle = (x: number, y: number, r = radius) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`

// Of light and dark alike: an image does not follow the page.
const tints = { ground: '#f7f4ef', line: '#8d8379', soft: '#5e564f', dot: '#b3261e', number: '#ffffff', you: '#1c558c' }

/** picture writes the map as the address of an image, for mini-programs, which have no SVG elements. */
export function picture({ width, height, grounds, dots, you }: Spots): string {
  const parts = [
    `<rect width="${width}" height="${height}" fill="${tints.ground}"/>`,
    ...grounds.map(({ path }) => `<path d="${path}" fill="none" stroke="${tints.line}"/>`),
    ...(you ? [`<path d="${circle(...you, ring)}" fill="none" stroke="${tints.you}" stroke-width="4"/>`] : []),
    ...dots.map(({ n, x, y }) => `<path d="${circle(x, y)}" fill="${tints.dot}" stroke="#fff" stroke-width="2"/><text x="${x}" y="${y}" font-size="15" text-anchor="middle" dominant-baseline="central" fill="${tints.number}">${n}</text>`),
  ]
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`)}`
}

/** far says a way in words. The place of a phone is told to the server to about a hundred metres, so no way is known better. */
export function far(metres: number): string {
  if (metres < 75) return text.here
  if (metres < 950) return fill(text.metres, { n: Math.round(metres / 50) * 50 })
  return fill(text.kilometres, { n: (metres / 1000).toFixed(1) })
}

/** coarse is a place to about a hundred metres: near enough to find what is around, and no more than that. */
export const coarse = ({ lat, lng }: Spot['place']) => ({ lat: Math.round(lat * 1000) / 1000, lng: Math.round(lng * 1000) / 1000 })
