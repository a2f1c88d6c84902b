import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventIds } from '../../src/protocol/event-id.js'

/** Whole milliseconds between 2020 and 2080. */
const time = fc.integer({ min: 1_577_836_800_000, max: 3_471_292_800_000 })

test('ids are unique and sort in the order of arrival, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(time, { minLength: 2 }), (times) => {
      const left = [...times]
      const next = eventIds(() => left.shift() ?? 0)
      const ids = times.map(next)
      expect(ids).toEqual([...new Set(ids)].toSorted())
    }),
  )
})
