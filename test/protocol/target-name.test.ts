import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTargetName, parseTarget, type TargetPlace, targetName } from '../../src/protocol/target-name.js'

const number = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const places: fc.Arbitrary<TargetPlace> = fc.oneof(
  number.map((group_id) => ({ group_id })),
  number.map((user_id) => ({ user_id })),
)

describe('the name of a target', () => {
  test('leads back to it', () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(isTargetName(targetName(place))).toBe(true)
        expect(parseTarget(targetName(place))).toEqual(place)
      }),
    )
  })

  test.each(['456', 'group:', 'group:0', 'group:1e3', 'group:1:2', 'guild:1', 'user:99999999999999999', ''])(
    '%j is none',
    (name) => {
      expect(isTargetName(name)).toBe(false)
      expect(() => parseTarget(name)).toThrow('group:456789012')
    },
  )
})
