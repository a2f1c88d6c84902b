import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CountingLog } from '../../src/log.js'
import { LoopBreaker } from '../../src/reply/loop-breaker.js'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

test('so many replies in ten seconds and no more, then none for a minute, each chat for itself', () => {
  const step = fc.record({
    chat: fc.constantFrom('a', 'b'),
    wait: fc.constantFrom(0, 1, 900, 5000, 9999, 10_000, 61_000),
    replies: fc.constantFrom(0, 1, 1, 2),
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 80 }), (limit, steps) => {
      let now = 1_000_000
      const breaker = new LoopBreaker(limit, new CountingLog(silent, () => now), () => now)
      const sent = new Map<string, number[]>()
      const pausedUntil = new Map<string, number>()
      for (const { chat, wait, replies } of steps) {
        now += wait
        const recent = (sent.get(chat) ?? []).filter((at) => now - at < 10_000)
        const isPaused = now < (pausedUntil.get(chat) ?? 0)
        const isAdmitted = replies === 0 || (!isPaused && recent.length + replies <= limit)
        expect(breaker.admits(chat, replies)).toBe(isAdmitted)
        if (isAdmitted) sent.set(chat, [...recent, ...Array<number>(replies).fill(now)])
        else if (!isPaused) {
          pausedUntil.set(chat, now + 60_000)
          sent.set(chat, [])
        }
      }
    }),
    { numRuns: 500 },
  )
})
