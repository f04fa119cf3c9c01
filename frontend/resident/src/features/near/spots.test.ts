import { describe, expect, it } from 'vitest'
import { coarse, drawSpots, far, picture, type Spot } from './spots'

const spot = (id: string, lat: number, lng: number): Spot => ({ id, place: { lat, lng } })
const square = { code: 'a', name: '甲社区', boundary: { coordinates: [[[119, 36], [120, 36], [120, 37], [119, 37], [119, 36]]] } }

describe('drawSpots', () => {
  it('draws north above south, east to the right, all within the picture, the first of the list on top', () => {
    const { width, height, dots, you } = drawSpots([spot('south', 36.38, 119.75), spot('north-east', 36.39, 119.76)], { lat: 36.385, lng: 119.755 }, [square], 340)
    expect(dots.map(({ id, n }) => [id, n])).toEqual([['north-east', 2], ['south', 1]])
    expect(dots[0].y).toBeLessThan(dots[1].y)
    expect(dots[0].x).toBeGreaterThan(dots[1].x)
    for (const { x, y } of dots) expect(x > 20 && x < width - 20 && y > 20 && y < height - 20).toBe(true)
    expect(you![0]).toBeCloseTo((dots[0].x + dots[1].x) / 2, 0)
  })
  it('shows some ground around a single place, and the areas that run on beyond it', () => {
    const { width, height, dots, grounds } = drawSpots([spot('one', 36.38, 119.75)], undefined, [square, { code: 'b', name: '乙' }], 340)
    expect(dots[0].x).toBeCloseTo(width / 2, 0)
    expect(dots[0].y).toBeCloseTo(height / 2, 0)
    expect(grounds).toHaveLength(1)
  })
  it('names an area where no dot lies over its name', () => {
    const names = (lat: number) => drawSpots([spot('one', lat, 119.5), spot('two', 36.2, 119.2)], undefined, [square], 340).grounds.map(({ name }) => name)
    expect(names(36.9)).toEqual(['甲社区'])
    const middle = { ...square, centre: { lat: 36.4, lng: 119.5 } }
    expect(drawSpots([spot('one', 36.4, 119.5), spot('two', 36.2, 119.2)], undefined, [middle], 340).grounds[0].name).toBe('')
  })
  it('draws nothing of nothing', () => expect(drawSpots([], undefined, [square], 340)).toMatchObject({ height: 0, dots: [], grounds: [] }))
})

it('a picture has each number and who looks', () => {
  const svg = decodeURIComponent(picture(drawSpots([spot('one', 36.38, 119.75), spot('two', 36.39, 119.76)], { lat: 36.38, lng: 119.76 }, [square], 340)))
  expect(svg).toContain('>1</text>')
  expect(svg).toContain('>2</text>')
  expect(svg).toContain('#1c558c')
})

describe('far', () => {
  it.each([[10, '就在附近'], [110, '约 100 米'], [340, '约 350 米'], [960, '约 1.0 公里'], [12345, '约 12.3 公里']])('%i m', (metres, said) => expect(far(metres)).toBe(said))
})

it('a place leaves the phone to about a hundred metres', () => expect(coarse({ lat: 36.38512345, lng: 119.7549876 })).toEqual({ lat: 36.385, lng: 119.755 }))
