import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recent } from '../../src/protocol/recent.js'

test('the last entries are there, and none before twice as many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.integer({ min: 0, max: 40 })), (limit, keys) => {
      const recent = new Recent<number, string>(limit)
      for (const key of keys) recent.set(key, `v${key}`)
      const used = [...new Set(keys.toReversed())]
      for (const key of used.slice(0, limit)) expect(recent.get(key)).toBe(`v${key}`)
      const kept = [...new Set(keys)].filter((key) => {
        const asked = new Recent<number, string>(limit)
        for (const one of keys) asked.set(one, '')
        return asked.get(key) !== undefined
      })
      expect(kept.length).toBeLessThanOrEqual(2 * limit)
    }),
  )
})

test('an entry that is used stays', () => {
  const recent = new Recent<string, number>(2)
  recent.set('a', 1)
  for (const key of ['b', 'c', 'd', 'e', 'f']) {
    recent.set(key, 0)
    expect(recent.get('a')).toBe(1)
  }
})

test('what is only looked for counts as used, and what was told last is told', () => {
  const use = fc.record({ key: fc.integer({ min: 0, max: 12 }), isSet: fc.boolean() })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(use, { maxLength: 80 }), (limit, uses) => {
      const recent = new Recent<number, number>(limit)
      const told = new Map<number, number>()
      let used: number[] = []
      for (const [turn, { key, isSet }] of uses.entries()) {
        const isThere = used.slice(0, limit).includes(key)
        if (isSet) recent.set(key, turn)
        if (isSet) told.set(key, turn)
        const value = recent.get(key)
        if (isSet || isThere) expect(value).toBe(told.get(key))
        if (value !== undefined) used = [key, ...used.filter((one) => one !== key)]
      }
      const there = new Map(recent.entries())
      for (const key of used.slice(0, limit)) expect(there.get(key)).toBe(told.get(key))
      expect(there.size).toBeLessThanOrEqual(2 * limit)
    }),
  )
})
