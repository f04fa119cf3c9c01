import { describe, expect, it } from 'vitest'
import { pieces } from './pieces'

describe('pieces', () => {
  it('cuts at lines and at the ends of sentences, and leaves out what has no words', () => {
    expect(pieces('德邻里\n\n  您好。有什么可以帮您?\n···\n12345')).toEqual(['德邻里', '您好。', '有什么可以帮您?', '12345'])
    expect(pieces(' \n ')).toEqual([])
  })
  it('loses no character of a sentence without an end, and cuts no character in two', () => {
    const long = '🙂好'.repeat(150)
    const cut = pieces(long)
    expect(cut.length).toBeGreaterThan(1)
    expect(cut.join('')).toBe(long)
    expect(cut.every((piece) => [...piece].length <= 120)).toBe(true)
  })
})
