import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dingtalk, feishu } from '../../src/hooks/chat-bots.js'
import type { Delivered } from '../../src/hooks/verification.js'

const delivery = (query: Readonly<Record<string, string>>, body: unknown = {}): Delivered => ({
  bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  headers: {},
  query: new URLSearchParams(query),
  ip: '127.0.0.1',
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

// Signed by OpenSSL, as their documentation tells senders to.
describe('dingtalk', () => {
  const at = 1577262236757
  const shown = {
    access_token: 'x',
    timestamp: String(at),
    sign: 'hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=',
  }
  const verify = dingtalk(['another', 'this is secret'])

  it.each([-3_600_000, 0, 3_600_000])('accepts a signature %i ms from its time', (late) => {
    vi.setSystemTime(at + late)
    expect(verify(delivery(shown))).toBe('ok')
  })

  it.each([
    ['an hour late', at + 3_600_001, shown],
    ['an hour early', at - 3_600_001, shown],
    ['with another letter', at, { ...shown, sign: `A${shown.sign.slice(1)}` }],
    ['for another time', at, { ...shown, timestamp: String(at + 1) }],
    ['at no time', at, { ...shown, timestamp: 'now' }],
  ])('refuses it %s', (_how, now, query) => {
    vi.setSystemTime(now)
    expect(verify(delivery(query))).toBe('wrong')
  })

  it('misses what is not there', () => {
    expect(verify(delivery({ timestamp: String(at) }))).toBe('missing')
    expect(verify(delivery({ sign: shown.sign }))).toBe('missing')
  })
})

describe('feishu', () => {
  const at = 1599360473
  const shown = {
    timestamp: String(at),
    sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=',
    msg_type: 'text',
  }
  const verify = feishu(['another', 'demo'])

  it.each([-3600, 0, 3600])('accepts a signature %i seconds from its time', (late) => {
    vi.setSystemTime((at + late) * 1000)
    expect(verify(delivery({}, shown))).toBe('ok')
    expect(verify(delivery({}, { ...shown, timestamp: at }))).toBe('ok')
  })

  it.each([
    ['an hour late', at + 3601, shown],
    ['an hour early', at - 3601, shown],
    ['with another letter', at, { ...shown, sign: `A${shown.sign.slice(1)}` }],
    ['for another time', at, { ...shown, timestamp: String(at + 1) }],
  ])('refuses it %s', (_how, now, body) => {
    vi.setSystemTime(now * 1000)
    expect(verify(delivery({}, body))).toBe('wrong')
  })

  it.each([{}, { ...shown, sign: 7 }, { ...shown, timestamp: undefined }, 'no JSON', 'null', '[]'])(
    'misses what is not in %j',
    (body) => expect(verify(delivery({}, body))).toBe('missing'),
  )
})

it('an empty secret lets nobody in', () => {
  expect(() => dingtalk('')).toThrow(RangeError)
  expect(() => feishu([])).toThrow(RangeError)
})
