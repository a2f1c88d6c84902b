import fc from 'fast-check'
import leven from 'leven'
import { expect, test } from 'vitest'
import { nearest } from '../src/nearest.js'

const word = fc.string({ unit: fc.constantFrom(...'abcdABé/／禁言'), maxLength: 8 })

test('whatever is near enough is found, and nothing else', () => {
  fc.assert(
    fc.property(word, fc.array(word), fc.nat(3), (written, candidates, most) => {
      const distances = candidates.map((candidate) => leven(written.toLowerCase(), candidate.toLowerCase()))
      const shortest = Math.min(...distances)
      const expected = shortest <= most ? candidates[distances.indexOf(shortest)] : undefined
      expect(nearest(written, candidates, () => most)).toBe(expected)
    }),
  )
})
