import { describe, expect, it } from 'vitest'
import { imageOf, svgOf } from './code'

const cells = (svg: string) => [...svg.matchAll(/M(\d+) (\d+)h1v1/g)].map(([, x, y]) => [Number(x), Number(y)])

describe('a QR code', () => {
  it('keeps four white modules around', () => {
    const svg = svgOf('482913')
    const side = Number(/viewBox="0 0 (\d+)/.exec(svg)![1])
    expect(side).toBe(21 + 8)
    for (const at of cells(svg).flat()) expect(at >= 4 && at < side - 4).toBe(true)
  })

  it('has its three eyes and no fourth', () => {
    const dark = new Set(cells(svgOf('482913')).map(String))
    const eye = (x: number, y: number) => dark.has(`${x},${y}`) && !dark.has(`${x + 1},${y + 1}`) && dark.has(`${x + 3},${y + 3}`) && dark.has(`${x + 6},${y + 6}`)
    expect([[4, 4], [18, 4], [4, 18], [18, 18]].map(([x, y]) => eye(x, y))).toEqual([true, true, true, false])
  })

  it('writes Chinese as UTF-8, three bytes a character', () => {
    expect(/viewBox="0 0 (\d+)/.exec(svgOf('签到码'.repeat(10)))![1]).toBe(/viewBox="0 0 (\d+)/.exec(svgOf('a'.repeat(90)))![1])
  })

  it('is an image that stands in the page', () => expect(imageOf('1')).toMatch(/^data:image\/svg\+xml,%3Csvg/))
})
