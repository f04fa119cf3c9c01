import { describe, expect, it } from 'vitest'
import { depth, draw, picture } from './map'

const square = (code: string, west: number, south: number, size = 1) => ({
  code, name: code,
  boundary: { coordinates: [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]] },
})

describe('map', () => {
  it('draws north above south and keeps neighbours side by side', () => {
    const { areas, width, height } = draw([square('west', 0, 0), square('east', 1, 0), { code: 'none', name: 'none' }], 208)
    expect(areas.map((a) => a.code)).toEqual(['west', 'east'])
    expect([width, height]).toEqual([208, 108])
    expect([areas[0].x, areas[1].x, areas[0].y]).toEqual([54, 154, 54])
    expect(areas[0].path).toBe('M4 104L104 104L104 4L4 4L4 104Z')
    const [low, high] = draw([square('low', 0, 0), square('high', 0, 1)], 208).areas
    expect(high.y).toBeLessThan(low.y)
  })
  it('shortens longitude away from the equator', () => {
    const { width, height } = draw([square('a', 119, 59.5)], 308)
    expect((width - 8) / (height - 8)).toBeCloseTo(0.5, 1)
  })
  it('draws nothing of nothing', () => expect(draw([], 300)).toEqual({ width: 300, height: 0, areas: [] }))
  it('tells few from many in steps', () => {
    expect([0, 1, 3, 5, 9].map((n) => depth(n, 9))).toEqual([0, 1, 1, 2, 3])
    expect(depth(0, 0)).toBe(0)
  })
  it('writes a picture with each count and the chosen one marked', () => {
    const drawing = draw([square('a', 0, 0), square('b', 1, 0)], 208)
    const address = picture(drawing, { a: 12 }, 'b', { steps: ['#0', '#1', '#2', '#3'], line: '#l', chosen: '#c', ink: '#i' })
    const svg = decodeURIComponent(address.slice('data:image/svg+xml,'.length))
    expect(svg).toContain('>12</text>')
    expect(svg).toContain('fill="#3" stroke="#l"')
    expect(svg).toContain('fill="#0" stroke="#c"')
  })
})
