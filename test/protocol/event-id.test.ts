import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventIds, timeOfEventId } from '../../src/protocol/event-id.js'

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

test('an id says when its event came, and nothing else is one', () => {
  fc.assert(
    fc.property(time, (at) => {
      expect(timeOfEventId(eventIds(() => at)())).toBe(at)
    }),
  )
  for (const other of ['12', '1795249784', 'what?', 'hod2i2b9l', 'hod2i2b9lss'])
    expect(timeOfEventId(other)).toBeUndefined()
})
