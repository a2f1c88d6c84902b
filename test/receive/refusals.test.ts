import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/protocol/clock.js'
import {
  exchange,
  fixture,
  groupMessage,
  headersFor,
  openDoor,
  post,
  requestOf,
  token,
} from '../support/door.js'

const ping = (bot: Parameters<NonNullable<Parameters<typeof openDoor>[0]>>[0]) =>
  bot.text('ping', () => 'pong')
const body = JSON.stringify(groupMessage('ping'))
const self = (selfId: unknown) => JSON.stringify(groupMessage('ping', { self_id: selfId }))
const raw = (text: string, changes = {}) => requestOf(headersFor(text, changes), text)
const startingWith = (line: string, changes = {}) =>
  Buffer.from(raw(body, changes).toString().replace('POST /napcat HTTP/1.1', line))

interface Case {
  readonly what: string
  readonly request: Uint8Array
  readonly status: number
  readonly cause: string
  /** What the log line has to name. */
  readonly says: RegExp
}

const cases: readonly Case[] = [
  { what: 'a body that is no JSON', request: raw('ping'), status: 400, cause: 'not-json', says: /no JSON/ },
  { what: 'an empty body', request: raw(''), status: 400, cause: 'not-json', says: /no JSON/ },
  { what: 'a list', request: raw('[]'), status: 400, cause: 'not-an-object', says: /no object/ },
  { what: 'null', request: raw('null'), status: 400, cause: 'not-an-object', says: /no object/ },
  {
    what: 'no X-Self-ID',
    request: raw(body, { 'X-Self-ID': undefined }),
    status: 400,
    cause: 'header-self-id',
    says: /X-Self-ID is missing/,
  },
  {
    what: 'an X-Self-ID that is no number',
    request: raw(body, { 'X-Self-ID': 'bot' }),
    status: 400,
    cause: 'header-self-id',
    says: /no account number/,
  },
  {
    what: 'no self_id',
    request: raw(self(undefined)),
    status: 400,
    cause: 'body-self-id',
    says: /"self_id"/,
  },
  { what: 'a self_id of 0', request: raw(self(0)), status: 400, cause: 'body-self-id', says: /"self_id"/ },
  {
    what: 'header and body that disagree',
    request: raw(self(99999)),
    status: 400,
    cause: 'self-ids-differ',
    says: /X-Self-ID says 123456789, "self_id" in the body 99999/,
  },
  {
    what: 'no signature',
    request: raw(body, { 'X-Signature': undefined }),
    status: 401,
    cause: 'signature-missing',
    says: /no X-Signature.*token/,
  },
  {
    what: 'the signature of another token',
    request: raw(body, { 'X-Signature': 'sha1=0000000000000000000000000000000000000000' }),
    status: 403,
    cause: 'signature-wrong',
    says: /fits no token of endpoint "main"/,
  },
  {
    what: 'a signature of another kind',
    request: raw(body, { 'X-Signature': 'sha256=00' }),
    status: 403,
    cause: 'signature-wrong',
    says: /fits no token/,
  },
  {
    what: 'an unknown path',
    request: startingWith('POST /other HTTP/1.1'),
    status: 404,
    cause: 'unknown-path',
    says: /no endpoint at \/other.*\/napcat/,
  },
  {
    what: 'the root, where NapCat posts by default',
    request: startingWith('POST / HTTP/1.1'),
    status: 404,
    cause: 'unknown-path',
    says: /no endpoint at \/;/,
  },
  ...['http://[', 'http://', '//', '*'].map((target) => ({
    what: `the target ${target}`,
    request: startingWith(`POST ${target} HTTP/1.1`),
    status: 404,
    cause: 'unknown-path',
    says: /no endpoint at/,
  })),
  {
    what: 'another method',
    request: startingWith('GET /napcat HTTP/1.1'),
    status: 405,
    cause: 'other-method',
    says: /GET instead of POST/,
  },
  {
    what: 'a method that routers rarely know',
    request: startingWith('PROPFIND /napcat HTTP/1.1'),
    status: 405,
    cause: 'other-method',
    says: /PROPFIND instead of POST/,
  },
  {
    what: 'another content type',
    request: raw(body, { 'Content-Type': 'text/plain' }),
    status: 415,
    cause: 'other-content-type',
    says: /text\/plain instead of application\/json/,
  },
  {
    what: 'no content type',
    request: raw(body, { 'Content-Type': undefined }),
    status: 415,
    cause: 'other-content-type',
    says: /application\/json/,
  },
  {
    what: 'a compressed body',
    request: raw(body, { 'Content-Encoding': 'gzip' }),
    status: 415,
    cause: 'other-content-type',
    says: /without compression/,
  },
]

describe('every row of the status table', () => {
  test.each(cases)('$what → $status', async ({ request, status, cause, says }) => {
    const door = await openDoor(ping)
    const refused = await exchange(door.port, request)
    expect({ status: refused.status, body: refused.body }).toEqual({ status, body: '' })
    expect(refused.headers['content-length']).toBe('0')
    expect(refused.headers.allow).toBe(status === 405 ? 'POST' : undefined)

    const warnings = door.lines.filter(({ level }) => level >= 40)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({ cause, status })
    expect(warnings[0]?.msg).toMatch(says)

    expect(await post(door.port, groupMessage('ping'))).toMatchObject({
      status: 200,
      body: '{"reply":"pong"}',
    })
  })

  test('an account that the bot does not know → 403', async () => {
    const door = await openDoor(ping, { accounts: [{ selfId: 10001 }] })
    expect(await exchange(door.port, fixture('napcat/group-text'))).toMatchObject({ status: 403, body: '' })
    expect(door.lines.at(-1)?.msg).toMatch(/account 123456789 is not in "accounts"/)
  })

  test('an account that the endpoint does not let in → 403', async () => {
    const door = await openDoor(ping, {
      accounts: [{ selfId: 10001 }, { selfId: 123456789 }],
      endpoints: [{ path: '/napcat', tokens: [token], selfIds: [10001] }],
    })
    expect(await exchange(door.port, fixture('napcat/group-text'))).toMatchObject({ status: 403, body: '' })
    expect(door.lines.at(-1)?.msg).toMatch(/account 123456789 is not in "selfIds" of its endpoint/)
  })

  test('an address that is not allowed → 403', async () => {
    const door = await openDoor(ping, {
      endpoints: [{ path: '/napcat', tokens: [token], allow: ['10.0.0.0/8'] }],
    })
    expect(await exchange(door.port, fixture('napcat/group-text'))).toMatchObject({ status: 403, body: '' })
    expect(door.lines.at(-1)).toMatchObject({ cause: 'address-not-allowed', address: '127.0.0.1' })
  })

  test('an address in an allowed range is let in', async () => {
    const door = await openDoor(ping, {
      endpoints: [{ path: '/napcat', tokens: [token], allow: ['127.0.0.0/8'] }],
    })
    expect(await exchange(door.port, fixture('napcat/group-text'))).toMatchObject({ status: 200 })
  })

  test('a body over the limit → 413, announced or not', async () => {
    const door = await openDoor(ping, { endpoints: [{ path: '/napcat', tokens: [token], bodyLimit: 400 }] })
    const large = JSON.stringify(groupMessage('x'.repeat(400)))
    expect(await post(door.port, large)).toMatchObject({ status: 413, body: '' })
    expect(await exchange(door.port, fixture('napcat/group-rich'))).toMatchObject({ status: 413, body: '' })
    expect(door.lines.at(-1)?.msg).toMatch(/more than 400 bytes; raise "bodyLimit" of endpoint "\/napcat"/)
  })

  test('seen before → 204 without a body, and the handlers do not hear of it', async () => {
    let heard = 0
    const door = await openDoor((bot) => {
      bot.on('message', () => {
        heard += 1
        return 'pong'
      })
    })
    expect(await exchange(door.port, fixture('napcat/group-text'))).toMatchObject({ status: 200 })
    const again = await exchange(door.port, fixture('napcat/group-text'))
    expect(again).toMatchObject({ status: 204, body: '' })
    expect(heard).toBe(1)
  })

  test('draining → 503 with Retry-After, while what runs is still answered', async () => {
    let release = (): void => {}
    const door = await openDoor((bot) => {
      bot.text('slow', () => new Promise((resolve) => (release = () => resolve('done'))))
    })
    const slow = post(door.port, groupMessage('slow'))
    await door.said('message.group at /napcat')
    const closed = door.bot.close()
    const refused = await post(door.port, groupMessage('slow'))
    expect({ status: refused.status, body: refused.body }).toEqual({ status: 503, body: '' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    release()
    expect(await slow).toMatchObject({ status: 200, body: '{"reply":"done"}' })
    await closed
  })
})

test.each([
  ['application/JSON', undefined],
  ['application/json ; charset=UTF-8', undefined],
  ['application/json', 'Identity'],
])('Content-Type %s with Content-Encoding %s is taken', async (type, encoding) => {
  const door = await openDoor(ping)
  const changes = { 'Content-Type': type, 'Content-Encoding': encoding }
  expect(await post(door.port, groupMessage('ping'), changes)).toMatchObject({ status: 200 })
})

test('another wrong path is another line, up to a bound', async () => {
  const door = await openDoor(ping)
  for (let index = 0; index < 50; index += 1) {
    await exchange(door.port, startingWith(`POST /napcat${index} HTTP/1.1`))
  }
  expect(door.lines.filter(({ cause }) => cause === 'unknown-path')).toHaveLength(20)
})

describe('tokens', () => {
  test('every token of an endpoint is good, and the log says which one is in use', async () => {
    const door = await openDoor(ping, {
      endpoints: [{ name: 'main', path: '/napcat', tokens: ['next', token] }],
    })
    expect(await exchange(door.port, fixture('napcat/group-text'))).toMatchObject({ status: 200 })
    expect(door.logged()).toContain('token 2 of 2 of endpoint \\"main\\" is in use')
  })

  test('no log line holds a token or a signature', async () => {
    const door = await openDoor(ping)
    for (const { request } of cases) await exchange(door.port, request)
    await exchange(door.port, startingWith(`POST /napcat?token=${token} HTTP/1.1`))
    await exchange(door.port, startingWith(`POST /other?token=${token} HTTP/1.1`))
    expect(door.lines.length).toBeGreaterThan(10)
    expect(door.logged()).not.toContain(token)
    expect(door.logged()).not.toMatch(/[0-9a-f]{40}/)
  })

  test('an unsigned endpoint is refused at the start when other machines can reach it', async () => {
    const door = await openDoor(ping, { endpoints: [{ path: '/napcat' }] })
    await expect(door.bot.listen({ host: '0.0.0.0', port: 0 })).rejects.toThrow(
      /endpoint "\/napcat" has no token.*"insecure": true/,
    )
  })
})

describe('repeated refusals', () => {
  test('are counted, not repeated, and the count is said in the end', async () => {
    const door = await openDoor(ping)
    const wrong = raw(body, { 'X-Signature': 'sha1=0000000000000000000000000000000000000000' })
    for (let count = 0; count < 50; count += 1) await exchange(door.port, wrong)
    expect(door.lines.filter(({ level }) => level >= 40)).toHaveLength(1)
    await door.bot.close()
    expect(door.lines.at(-1)).toMatchObject({ repeats: 49, cause: 'signature-wrong' })
    expect(door.lines.at(-1)?.msg).toMatch(/^49 more times: refused with 403/)
  })

  test('are said again after a minute', async () => {
    let now = 0
    const door = await openDoor(ping, { clock: { ...systemClock, now: () => now } })
    const unsigned = raw(body, { 'X-Signature': undefined })
    await exchange(door.port, unsigned)
    await exchange(door.port, unsigned)
    now = 60_000
    await exchange(door.port, unsigned)
    expect(door.lines.filter(({ level }) => level >= 40).map(({ repeats }) => repeats)).toEqual([
      undefined,
      2,
    ])
  })
})
