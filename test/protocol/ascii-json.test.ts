import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asciiJson } from '../../src/protocol/ascii-json.js'

test('every value survives in ASCII', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, words) => {
      const json = asciiJson({ value, words })
      expect(json).toMatch(/^[ -~]*$/)
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, words })))
    }),
  )
})
