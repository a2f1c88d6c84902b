import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyRing } from '../../src/receive/key-ring.js'

const limit = 8
/** Some of them in one chain, and some only as strings or with other upper halves. */
const key = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 0, max: 12 }).map((number) => number + 2 ** 32),
  fc.constantFrom('', '1', 'a', '1 message 猫'),
)

test('the newest keys are there, each in a slot of its own, and no other', () => {
  const step = fc.tuple(fc.constantFrom('add', 'add', 'add', 'delete' as const), key)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ring = new KeyRing(limit)
      /** What stands in each slot, and which is next, told by the simplest means. */
      const slots: (string | number | undefined)[] = Array.from({ length: limit })
      let next = 0
      for (const [what, one] of steps) {
        const before = slots.indexOf(one)
        if (before >= 0) slots[before] = undefined
        if (what === 'delete') ring.delete(one)
        else {
          expect(ring.add(one)).toBe(next)
          slots[next] = one
          next = (next + 1) % limit
        }
        for (const [slot, kept] of slots.entries())
          if (kept !== undefined) expect(ring.slotOf(kept)).toBe(slot)
        if (what === 'delete') expect(ring.slotOf(one)).toBeUndefined()
      }
      const known = new Set(slots)
      for (const [, one] of steps) if (!known.has(one)) expect(ring.slotOf(one)).toBeUndefined()
    }),
  )
})

test('a hundred thousand numbers that follow each other are found', () => {
  const ring = new KeyRing(100_000)
  for (let number = 0; number < 250_000; number += 1) ring.add(number)
  expect(ring.slotOf(149_999)).toBeUndefined()
  for (let number = 150_000; number < 250_000; number += 1)
    if (ring.slotOf(number) === undefined) expect(number).toBe('found')
})
