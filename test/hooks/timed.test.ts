import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { slack, standardWebhooks } from '../../src/hooks/timed.js'
import type { Delivered, Verification } from '../../src/hooks/verification.js'

interface Example {
  readonly verify: Verification
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly seconds: number
}

/** The examples that both publish. */
const examples: Record<string, Example> = {
  'Standard Webhooks': {
    verify: standardWebhooks('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
    body: '{"test": 2432232314}',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
    seconds: 1614265330,
  },
  Slack: {
    verify: slack('8f742231b10e8888abcd99yyyzzz85a5'),
    body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    headers: {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    },
    seconds: 1531420618,
  },
}

const delivery = (bytes: Uint8Array, headers: Readonly<Record<string, string>>): Delivered => ({
  bytes,
  headers,
  query: new URLSearchParams(),
  ip: '127.0.0.1',
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe.each(Object.entries(examples))('%s', (_name, { verify, body, headers, seconds }) => {
  const bytes = Buffer.from(body)

  it.each([-300, 0, 300])('accepts the published example %i seconds from its time', (late) => {
    vi.setSystemTime((seconds + late) * 1000)
    expect(verify(delivery(bytes, headers))).toBe('ok')
  })

  it.each([-301, 301])('refuses it %i seconds from its time', (late) => {
    vi.setSystemTime((seconds + late) * 1000)
    expect(verify(delivery(bytes, headers))).toBe('wrong')
  })

  it('refuses a body with one bit changed', () => {
    vi.setSystemTime(seconds * 1000)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const other = Buffer.from(bytes)
      other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(verify(delivery(other, headers))).toBe('wrong')
    }
  })

  it('needs each of its headers', () => {
    vi.setSystemTime(seconds * 1000)
    for (const name of Object.keys(headers))
      expect(verify(delivery(bytes, { ...headers, [name]: '' }))).toBe('missing')
  })
})
