import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from '../../src/api/backoff.js'

test('it is between a quarter of a second and half a minute, and half a second at first at most', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.nat(5000), random, (failures, by) => {
      const ms = backoffMs(failures, () => by)
      expect(ms).toBeGreaterThanOrEqual(250)
      expect(ms).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** failures))
    }),
  )
})
