import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Places } from '../../src/protocol/places.js'

test('hold what a set would hold, and take no more room than was ever needed at one time', () => {
  const items = Array.from({ length: 8 }, (_, number) => ({ number }))
  fc.assert(
    fc.property(fc.array(fc.record({ pick: fc.nat(7), byPlace: fc.boolean() })), (steps) => {
      const places = new Places<(typeof items)[number]>()
      const standing = new Map<(typeof items)[number], number>()
      let most = 0
      for (const { pick, byPlace } of steps) {
        const item = items[pick] ?? { number: -1 }
        const place = standing.get(item)
        if (place === undefined) {
          expect(places.delete(item)).toBe(false)
          standing.set(item, places.add(item))
        } else {
          expect(places.delete(item, byPlace ? place : undefined)).toBe(true)
          standing.delete(item)
          // Its place may be that of somebody else by now.
          expect(places.delete(item, place)).toBe(false)
        }
        most = Math.max(most, standing.size)
        expect(new Set(places)).toEqual(new Set(standing.keys()))
        expect(items.filter((one) => places.has(one))).toEqual(items.filter((one) => standing.has(one)))
        expect(places.size).toBe(standing.size)
        expect(Math.max(-1, ...standing.values())).toBeLessThan(most)
      }
    }),
  )
})
