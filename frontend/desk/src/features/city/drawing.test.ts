import { describe, expect, it } from 'vitest'
import { centreOf, createDrawing, dropped, inserted, moved, type Drafts } from './drawing'
import { parsed, Unread } from './geojson'
import { framed, nearer, placeAt, polygonOf, ringsOf, xOf, yOf, type Position, type Rings } from './plane'
import { snapped } from './snap'

// Two squares that have the line from [1, 0] to [1, 1] in common.
const west: Rings = [[[0, 0], [1, 0], [1, 1], [0, 1]]]
const east: Rings = [[[1, 0], [2, 0], [2, 1], [1, 1]]]
const both: Drafts = { a: west, b: east, c: undefined }

describe('drawing', () => {
  it('moves a shared corner in every area that has it, or in one alone', () => {
    const next = moved(both, ['a', 'b', 'c'], [1, 1], [1.2, 1.1])
    expect(next.a![0][2]).toEqual([1.2, 1.1])
    expect(next.b![0][3]).toEqual([1.2, 1.1])
    expect(moved(both, ['a'], [1, 1], [1.2, 1.1]).b).toEqual(east)
  })
  it('puts a corner on a shared line into both, whichever way round they go', () => {
    const next = inserted(both, ['a', 'b'], [1, 0], [1, 1], [1, 0.5])
    expect(next.a![0]).toEqual([[0, 0], [1, 0], [1, 0.5], [1, 1], [0, 1]])
    expect(next.b![0]).toEqual([[1, 0], [2, 0], [2, 1], [1, 1], [1, 0.5]])
  })
  it('drops a corner, but leaves no ring with two', () => {
    expect(dropped(both, ['a', 'b'], [1, 1])!.b![0]).toHaveLength(3)
    expect(dropped({ a: [[[0, 0], [1, 0], [1, 1]]] }, ['a'], [1, 1])).toBeUndefined()
  })
  it('takes back a stroke at once, and does it again', () => {
    const drawing = createDrawing()
    drawing.begin(both)
    for (const x of [1.1, 1.2, 1.3]) drawing.change(moved(drawing.drafts.value, ['a'], drawing.drafts.value.a![0][2], [x, 1]), 'drag 1')
    drawing.change({ ...drawing.drafts.value, b: undefined })
    drawing.undo()
    expect(drawing.drafts.value.a![0][2]).toEqual([1.3, 1])
    drawing.undo()
    expect(drawing.drafts.value).toEqual(both)
    expect(drawing.canUndo.value).toBe(false)
    drawing.redo()
    expect(drawing.drafts.value.a![0][2]).toEqual([1.3, 1])
    drawing.change(both)
    expect(drawing.canRedo.value).toBe(false)
  })
  it('keeps a centre within its boundary', () => {
    expect(centreOf({ lng: 0.2, lat: 0.2 }, west)).toEqual({ lng: 0.2, lat: 0.2 })
    expect(centreOf({ lng: 3, lat: 3 }, west)).toEqual({ lng: 0.5, lat: 0.5 })
    expect(centreOf(undefined, west)).toBeUndefined()
  })
})

describe('plane', () => {
  it('leads from the Earth to the picture and back, and nearer', () => {
    const view = framed(west[0], 640, 480)
    for (const seen of [view, nearer(view, 2, 100, 100)]) {
      const [lng, lat] = placeAt(seen, xOf(seen, [0.3, 0.7]), yOf(seen, [0.3, 0.7]))
      expect(lng).toBeCloseTo(0.3)
      expect(lat).toBeCloseTo(0.7)
    }
    const [before, after] = [placeAt(view, 100, 100), placeAt(nearer(view, 3, 100, 100), 100, 100)]
    expect(after[0]).toBeCloseTo(before[0])
    expect(after[1]).toBeCloseTo(before[1])
  })
  it('closes and opens rings', () => {
    expect(polygonOf(west).coordinates[0]).toHaveLength(5)
    expect(ringsOf(polygonOf(west))).toEqual(west)
  })
})

describe('snap', () => {
  const view = framed(west[0], 640, 480)
  const near = (x: number, y: number): Position => placeAt(view, xOf(view, [1, 1]) + x, yOf(view, [1, 1]) + y)
  it('prefers corners, takes edges, and else leaves the pen alone', () => {
    expect(snapped(view, near(6, 3), west)).toEqual({ at: [1, 1], to: 'corner' })
    const onto = snapped(view, near(4, 80), west)
    expect(onto.to).toBe('edge')
    expect(onto.at[0]).toBeCloseTo(1, 6)
    expect(snapped(view, near(40, 80), west).to).toBeUndefined()
  })
  it('is not led by what goes along', () => {
    expect(snapped(view, near(6, 3), west, { along: [1, 1] }).to).toBeUndefined()
  })
})

describe('geojson', () => {
  const text = JSON.stringify(polygonOf(west))
  it('reads a polygon, alone or as the single one within', () => {
    for (const one of [text, `{"type":"Feature","geometry":${text}}`, `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":${text}},{"type":"Feature","geometry":null}]}`,
      `{"type":"MultiPolygon","coordinates":[${JSON.stringify(polygonOf(west).coordinates)}]}`]) expect(parsed(one)).toEqual(west)
  })
  it.each([['{', 'noJSON'], ['null', 'noPolygon'], ['[]', 'noPolygon'], ['{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}', 'noPolygon'], ['{"type":"Polygon","coordinates":[[[0,0],[1,1],[200,1]]]}', 'noPolygon'],
    ['{"type":"Polygon","coordinates":{}}', 'noPolygon'], [`{"type":"FeatureCollection","features":[${text},${text}]}`, 'several']])('says what is wrong with %s', (one, why) => {
    expect(() => parsed(one)).toThrow(new Unread(why as never))
  })
})
