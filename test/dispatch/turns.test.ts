import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Order, Turns, type TurnsOptions } from '../../src/dispatch/turns.js'

const limits = { concurrent: 1000, queued: 1000, perChat: 1000, budgetMs: 60_000 }
const turnsOf = (options: Partial<TurnsOptions>): Turns => new Turns({ order: 'none', ...limits, ...options })

/** Work that a test ends itself. */
const openWork = () => {
  let end = (): void => {}
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { run: () => done, end: () => end() }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  test('keep the order of arrival in each chat and every bound, whoever is ready or done first', async () => {
    const step = fc.record({
      chat: fc.constantFrom('a', 'b', 'c'),
      what: fc.constantFrom('enter', 'ready', 'end', 'cancel'),
      pick: fc.nat(20),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Order>('none', 'chat'),
        fc.array(step, { maxLength: 60 }),
        async (order, steps) => {
          const turns = turnsOf({ order, concurrent: 3, queued: 4, perChat: 3 })
          const begun: { chat: string; number: number; end: () => void; isDone: boolean }[] = []
          let entered: { chat: string; number: number; turn: NonNullable<ReturnType<Turns['enter']>> }[] = []
          let count = 0
          for (const { chat, what, pick } of steps) {
            if (what === 'enter') {
              const turn = turns.enter(chat)
              if (turn !== undefined) entered.push({ chat, number: count++, turn })
            } else if (what === 'end') {
              const running = begun.filter(({ isDone }) => !isDone)
              const one = running[pick % Math.max(1, running.length)]
              if (one !== undefined) {
                one.isDone = true
                one.end()
                await settle()
              }
            } else {
              const one = entered[pick % Math.max(1, entered.length)]
              if (one === undefined) continue
              entered = entered.filter((other) => other !== one)
              if (what === 'cancel') one.turn.cancel()
              else {
                const work = openWork()
                void one.turn.run(() => {
                  begun.push({ ...one, end: work.end, isDone: false })
                  return work.run()
                })
              }
            }
            const running = begun.filter(({ isDone }) => !isDone)
            expect(running.length).toBeLessThanOrEqual(3)
            expect(turns.atWork).toBe(running.length)
            expect(turns.atWork + turns.waiting).toBeLessThanOrEqual(7)
            if (order === 'chat') expect(new Set(running.map((one) => one.chat)).size).toBe(running.length)
          }
          for (const name of ['a', 'b', 'c']) {
            const numbers = begun.filter(({ chat }) => chat === name).map(({ number }) => number)
            expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
          }
          // Everything that is left can be finished: nobody waits for ever.
          for (const { turn } of entered) turn.cancel()
          for (let at = 0; at < begun.length; at += 1) {
            begun[at]?.end()
            await settle()
          }
          expect([turns.atWork, turns.waiting]).toEqual([0, 0])
        },
      ),
      { numRuns: 200 },
    )
  })

  test('of a chat that is full are refused while other chats have theirs', () => {
    const turns = turnsOf({ perChat: 2 })
    expect([turns.enter('a'), turns.enter('a'), turns.enter('a')].map(Boolean)).toEqual([true, true, false])
    expect(turns.enter('b')).toBeDefined()
  })

  test('go round the chats, so that a busy one does not hold up the others', async () => {
    const turns = turnsOf({ concurrent: 1 })
    const first = openWork()
    const begun: string[] = []
    void turns.enter('a')?.run(first.run)
    for (const chat of ['a', 'a', 'a', 'b']) void turns.enter(chat)?.run(async () => void begun.push(chat))
    first.end()
    await settle()
    expect(begun).toEqual(['a', 'b', 'a', 'a'])
  })

  test('pass on after the budget where work never ends', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const turns = turnsOf({ order: 'chat', budgetMs: 1000 })
    const begun: string[] = []
    void turns.enter('a')?.run(() => new Promise(() => {}))
    void turns.enter('a')?.run(async () => void begun.push('second'))
    await vi.advanceTimersByTimeAsync(999)
    expect(begun).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(begun).toEqual(['second'])
  })

  test('let what was accepted before go first: a place that is not ready yet stands behind it', async () => {
    const turns = turnsOf({})
    const begun: string[] = []
    const begin = (name: string) => async () => void begun.push(name)
    const waits = turns.enter('a')
    const old = turns.join('a')
    const older = waits?.run(begin('new'))
    await settle()
    expect(begun).toEqual([])
    await Promise.all([old.run(begin('old')), older])
    expect(begun).toEqual(['old', 'new'])
  })
})
