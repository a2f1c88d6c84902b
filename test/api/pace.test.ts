import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { checkPace, Pace, type PaceOptions } from '../../src/api/pace.js'
import { groupOf, isSend, type Send } from '../../src/api/sends.js'
import { ApiNotSent, ConfigError } from '../../src/errors.js'
import { actions } from '../../src/protocol/action-map.js'
import { systemClock } from '../../src/protocol/clock.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const openPace = (options: PaceOptions = {}) => {
  const expired: Send[] = []
  const pace = new Pace(options, { clock: systemClock, onExpired: (send) => expired.push(send) })
  const left: { readonly name: string; readonly at: number }[] = []
  const given: { readonly name: string; readonly error: unknown }[] = []
  const ask = (name: string, send: Partial<Send> = {}): void => {
    pace.turn({ action: 'send_msg', priority: 'broadcast', ...send }).then(
      () => left.push({ name, at: Date.now() }),
      (error: unknown) => given.push({ name, error }),
    )
  }
  return { pace, ask, left, given, expired, names: () => left.map(({ name }) => name) }
}

const slow = { perSecond: 1, burst: 1 } as const

describe('the queue of an account', () => {
  test('lets a burst go at once and the rest at its pace', async () => {
    const { ask, left } = openPace({ perSecond: 2, burst: 3 })
    const began = Date.now()
    for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(left.map(({ name, at }) => [name, at - began])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 0],
      ['d', 500],
      ['e', 1000],
    ])
  })

  test('lets answers go before broadcasts', async () => {
    const { ask, names } = openPace(slow)
    ask('first')
    ask('broadcast')
    ask('answer', { priority: 'answer' })
    await vi.advanceTimersByTimeAsync(5000)
    expect(names()).toEqual(['first', 'answer', 'broadcast'])
  })

  test('holds a busy group back and nobody else', async () => {
    const { ask, names } = openPace({ perSecond: 100, burst: 100, group: slow })
    ask('a1', { group: 'a' })
    ask('a2', { group: 'a' })
    ask('b1', { group: 'b' })
    ask('private')
    await vi.advanceTimersByTimeAsync(0)
    expect(names()).toEqual(['a1', 'b1', 'private'])
    await vi.advanceTimersByTimeAsync(1000)
    expect(names()).toEqual(['a1', 'b1', 'private', 'a2'])
  })

  test('drops an answer that is too old, also when a stall hid its time', async () => {
    const { ask, names, given, expired } = openPace({ ...slow, expireMs: 1500 })
    ask('first', { priority: 'answer' })
    ask('second', { priority: 'answer' })
    ask('third', { priority: 'answer' })
    ask('broadcast')
    vi.setSystemTime(Date.now() + 3_600_000)
    await vi.advanceTimersByTimeAsync(1000)
    expect(names()).toEqual(['first', 'broadcast'])
    expect(given.map(({ name }) => name)).toEqual(['second', 'third'])
    expect(given[0]?.error).toBeInstanceOf(ApiNotSent)
    expect(given[0]?.error).toMatchObject({ reason: 'expired', code: 'API_NOT_SENT' })
    expect(expired).toHaveLength(2)
  })

  test('tells of an expired answer when its time is up, not later', async () => {
    const { ask, given } = openPace({ perSecond: 0.01, burst: 1, expireMs: 1500 })
    ask('first', { priority: 'answer' })
    ask('second', { priority: 'answer' })
    await vi.advanceTimersByTimeAsync(1499)
    expect(given).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(given).toMatchObject([{ name: 'second' }])
  })

  test('refuses what is too much, answers and broadcasts each by themselves', async () => {
    const { ask, given, pace } = openPace({ ...slow, maxQueued: 2 })
    for (const name of ['gone', 'b1', 'b2', 'b3']) ask(name)
    ask('a1', { priority: 'answer' })
    await vi.advanceTimersByTimeAsync(0)
    expect(given).toMatchObject([{ name: 'b3', error: { reason: 'full' } }])
    expect(pace.status).toEqual({ answers: 1, broadcasts: 2 })
  })

  test('lets go of what is aborted, with the reason of its signal', async () => {
    const { ask, names, given, pace } = openPace(slow)
    const controller = new AbortController()
    ask('first')
    ask('aborted', { signal: controller.signal })
    ask('last')
    controller.abort('changed my mind')
    await vi.advanceTimersByTimeAsync(1000)
    expect(names()).toEqual(['first', 'last'])
    expect(given).toEqual([{ name: 'aborted', error: 'changed my mind' }])
    expect(pace.status).toEqual({ answers: 0, broadcasts: 0 })
  })

  test('rejects what waits when it is closed, and keeps no timer', async () => {
    const { ask, given, pace } = openPace(slow)
    for (const name of ['gone', 'waiting']) ask(name)
    pace.close()
    ask('too late')
    await vi.advanceTimersByTimeAsync(0)
    expect(given).toMatchObject([
      { name: 'waiting', error: { reason: 'closed' } },
      { name: 'too late', error: { reason: 'closed' } },
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('keeps no timer when nothing waits', async () => {
    const { ask } = openPace(slow)
    for (const name of ['a', 'b']) ask(name)
    await vi.advanceTimersByTimeAsync(1000)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('goes on at its pace when the clock is set back', async () => {
    const { ask, names } = openPace({ perSecond: 1, burst: 2 })
    for (const name of ['a', 'b', 'c', 'd']) ask(name)
    await vi.advanceTimersByTimeAsync(0)
    vi.setSystemTime(Date.now() - 3_600_000)
    await vi.advanceTimersByTimeAsync(3000)
    expect(names()).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('whatever is asked', () => {
  const asked = fc.record({
    afterMs: fc.nat(1500),
    group: fc.constantFrom(undefined, 'a', 'b'),
    priority: fc.constantFrom('answer' as const, 'broadcast' as const),
    abortAfterMs: fc.option(fc.nat(3000), { nil: undefined }),
  })
  const rate = fc.record({ perSecond: fc.integer({ min: 1, max: 7 }), burst: fc.integer({ min: 1, max: 4 }) })

  const isWithin = (times: readonly number[], limit: { perSecond: number; burst: number }): boolean =>
    times.every((from, first) =>
      times
        .slice(first)
        .every((to, more) => more + 1 <= limit.burst + ((to - from) * limit.perSecond) / 1000 + 1e-6),
    )

  test('no window holds more than the buckets allow, order is kept, and each leaves once or is told why', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { maxLength: 40 }), rate, rate, async (sends, account, group) => {
        const { ask, left, given, pace } = openPace({ ...account, group, expireMs: 4000, maxQueued: 30 })
        for (const [index, { afterMs, abortAfterMs, ...send }] of sends.entries()) {
          await vi.advanceTimersByTimeAsync(afterMs)
          const controller = new AbortController()
          if (abortAfterMs !== undefined) setTimeout(() => controller.abort(), abortAfterMs)
          ask(String(index), { ...send, signal: controller.signal })
        }
        await vi.advanceTimersByTimeAsync(100_000)
        const sent = left.map(({ name, at }) => ({ at, index: Number(name), send: sends[Number(name)] }))
        expect(
          isWithin(
            sent.map(({ at }) => at),
            account,
          ),
        ).toBe(true)
        for (const name of ['a', 'b']) {
          const times = sent.filter(({ send }) => send?.group === name).map(({ at }) => at)
          expect(isWithin(times, group)).toBe(true)
          for (const priority of ['answer', 'broadcast']) {
            const order = sent
              .filter(({ send }) => send?.group === name && send.priority === priority)
              .map(({ index }) => index)
            expect(order).toEqual(order.toSorted((one, other) => one - other))
          }
        }
        const all = [...left, ...given].map(({ name }) => Number(name)).toSorted((one, other) => one - other)
        expect(all).toEqual(sends.map((_, index) => index))
        expect(pace.status).toEqual({ answers: 0, broadcasts: 0 })
      }),
      { numRuns: 60 },
    )
  })
})

describe('which calls are sends', () => {
  test('messages, forwards, files, pokes and likes are, under every name', () => {
    for (const action of [
      'send_msg',
      'send_group_forward_msg',
      'upload_group_file',
      'send_like',
      'group_poke',
    ])
      expect(isSend(action), action).toBe(true)
    expect(isSend('send_private_msg_async')).toBe(true)
  })

  test('reads, moderation and answers to requests are not', () => {
    for (const [action, { read, send }] of Object.entries(actions))
      if (read) expect(send, action).toBeUndefined()
    for (const action of [
      'set_group_ban',
      'set_group_kick',
      'delete_msg',
      'set_friend_add_request',
      'unheard_of',
    ])
      expect(isSend(action), action).toBe(false)
  })

  test('a temporary session counts for no group', () => {
    expect(groupOf('send_group_msg', { group_id: 1 })).toBe('1')
    expect(groupOf('send_msg', { group_id: '1' })).toBe('1')
    expect(groupOf('send_msg', { group_id: 1, user_id: 2, message_type: 'private' })).toBeUndefined()
    expect(groupOf('send_private_msg', { group_id: 1, user_id: 2 })).toBeUndefined()
    expect(groupOf('send_poke', { group_id: 0, user_id: 2 })).toBeUndefined()
  })
})

test('a pace at which nothing could leave is refused', () => {
  expect(() => checkPace({ perSecond: 0 })).toThrow(ConfigError)
  expect(() => checkPace({ group: { burst: 0.5 } })).toThrow(
    'pace.group.burst: found 0.5, expected at least 1',
  )
  expect(() => checkPace({ burst: 1, perSecond: 0.1, group: {} })).not.toThrow()
})
