import { describe, expect, onTestFinished, test } from 'vitest'
import { type Implementation, implementations } from '../../src/protocol/implementation.js'
import type { FakeOneBot, FakeOneBotOptions } from '../../src/testkit/fake-onebot.js'
import { inWords, peopled } from './fake.js'

interface CallOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

interface Caller {
  readonly fake: FakeOneBot
  /** Calls as it is written here, with the right token unless the headers say otherwise. */
  readonly request: (path: string, options?: CallOptions) => Promise<Response>
  /** Calls as it should be, and reads the envelope. */
  readonly call: (action: string, params?: object) => Promise<Record<string, unknown>>
}

const openApi = async (
  dialect: Implementation,
  options: Partial<FakeOneBotOptions> = {},
): Promise<Caller> => {
  const fake = peopled(dialect, { apiToken: 'secret', ...options })
  const url = await fake.listen()
  onTestFinished(() => fake.close())
  const usual = { Authorization: 'Bearer secret', 'Content-Type': 'application/json', Connection: 'close' }
  const request: Caller['request'] = (path, { headers = usual, method = 'POST', body = '{}', signal } = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers,
      ...(method === 'GET' ? {} : { body: Buffer.from(body) }),
      ...(signal && { signal }),
    })
  const call: Caller['call'] = async (action, params = {}) =>
    (await request(`/${action}`, { body: JSON.stringify(params) })).json() as Promise<Record<string, unknown>>
  return { fake, request, call }
}

const type = 'application/json'

/** A status, and the retcode where the body has one. */
const seen = async (response: Response): Promise<string> => {
  const body = await response.text()
  const retcode = /"retcode":(\d+)/.exec(body)?.[1]
  return [response.status, ...(retcode === undefined ? [] : [retcode])].join(' ')
}

interface TransportRow {
  readonly name: string
  readonly path?: string
  readonly options: CallOptions
  /** The status and the retcode, in the order of `implementations`; `undefined`: no answer comes. */
  readonly expected: readonly (string | undefined)[]
}

const authorization = (value: string): CallOptions => ({
  headers: { Authorization: value, 'Content-Type': type },
})

const json = (body: string): CallOptions => ({
  headers: { Authorization: 'Bearer secret', 'Content-Type': type },
  body,
})

const transport: readonly TransportRow[] = [
  {
    name: 'a call',
    options: {},
    expected: ['200 0', '200 0', '200 0', '200 0', '200 0'],
  },
  {
    name: 'no token',
    options: { headers: { 'Content-Type': type } },
    expected: ['403', '403', '401', '401', '200 403'],
  },
  {
    name: 'a wrong token',
    options: authorization('Bearer wrong'),
    expected: ['403', '403', '403', '403', '200 403'],
  },
  {
    name: 'a bare token',
    options: authorization('secret'),
    expected: ['200 0', '200 0', '200 0', '403', '200 0'],
  },
  {
    name: 'a token of another scheme',
    options: authorization('Token secret'),
    expected: ['403', '403', '200 0', '403', '200 403'],
  },
  {
    name: 'a token in the query',
    path: '/get_status?access_token=secret',
    options: { headers: { 'Content-Type': type } },
    expected: ['200 0', '200 0', '200 0', '200 0', '200 0'],
  },
  {
    name: 'a right token in the header and a wrong one in the query',
    path: '/get_status?access_token=wrong',
    options: {},
    expected: ['403', '200 0', '200 0', '200 0', '200 0'],
  },
  {
    name: 'bad JSON',
    options: json('{'),
    expected: ['400', '200 400', '400', undefined, '200 20002'],
  },
  {
    name: 'bad JSON without a token',
    options: { headers: { 'Content-Type': type }, body: '{' },
    expected: ['400', '403', '401', '401', '200 403'],
  },
  {
    name: 'no body',
    options: json(''),
    expected: ['200 0', '200 0', '400', undefined, '200 0'],
  },
  {
    name: 'no content type',
    options: { headers: { Authorization: 'Bearer secret' }, body: '{}' },
    expected: ['200 0', '200 0', '200 0', '406', '200 0'],
  },
  {
    name: 'an unknown action',
    path: '/no_such_action',
    options: {},
    expected: ['200 200', '404 404', '200 404', '200 404', '404'],
  },
  {
    name: 'a slash at the end',
    path: '/get_status/',
    options: {},
    expected: ['200 0', '404', '200 404', '200 404', '404'],
  },
  {
    name: '_async behind the name',
    path: '/get_status_async',
    options: {},
    expected: ['200 0', '200 0', '200 0', '200 404', '404'],
  },
  {
    name: '_rate_limited behind the name',
    path: '/get_status_rate_limited',
    options: {},
    expected: ['200 0', '200 0', '200 404', '200 404', '404'],
  },
  {
    name: 'an action in the body',
    path: '/',
    options: json('{"action": "get_status", "params": {}}'),
    expected: ['200 200', '404', '200 0', '200 404', '200 0'],
  },
  {
    name: 'an unknown action in the body',
    path: '/',
    options: json('{"action": "no_such_action"}'),
    expected: ['200 200', '404', '200 404', '200 404', '200 10002'],
  },
  {
    name: 'a missing parameter',
    path: '/set_group_ban',
    options: json('{"group_id": 1}'),
    expected: ['200 400', '200 400', '200 100', '200 200', '200 10003'],
  },
  {
    name: 'a group that the account is not in',
    path: '/send_group_msg',
    options: json('{"group_id": 99, "message": "hi"}'),
    expected: ['200 200', '200 200', '200 100', '200 200', '200 35000'],
  },
  {
    name: 'an admin to be kicked by an admin',
    path: '/set_group_kick',
    options: json('{"group_id": 1, "user_id": 3}'),
    expected: ['200 200', '200 200', '200 100', '200 200', '200 35000'],
  },
  {
    name: 'GET',
    path: '/set_group_ban?group_id=1&user_id=2&duration=60',
    options: { method: 'GET' },
    expected: ['200 0', '200 0', '200 0', '200 0', '200 0'],
  },
]

for (const { name, path = '/get_status', options, expected } of transport)
  test.each(implementations.map((dialect, index) => ({ dialect, answer: expected[index] })))(
    `${name}: $dialect answers $answer`,
    async ({ dialect, answer }) => {
      const { request, fake } = await openApi(dialect)
      const response = request(path, options).then(seen, () => undefined)
      if (answer === undefined) {
        // Something else is answered meanwhile: the silence is that of the call.
        expect(await seen(await request('/get_status'))).toBe('200 0')
        await fake.close()
      }
      expect(await response).toBe(answer)
    },
  )

interface EnvelopeRow {
  readonly dialect: Implementation
  readonly ok: object
  readonly refused: object
}

const envelopes: readonly EnvelopeRow[] = [
  {
    dialect: 'napcat',
    ok: { status: 'ok', retcode: 0, message: '', wording: '', echo: 'echo-1', stream: 'normal-action' },
    refused: {
      status: 'failed',
      retcode: 200,
      data: null,
      message: 'no member of group 99',
      wording: 'no member of group 99',
      echo: 'echo-2',
      stream: 'normal-action',
    },
  },
  {
    dialect: 'llonebot',
    ok: { status: 'ok', retcode: 0, message: '', wording: '' },
    refused: {
      status: 'failed',
      retcode: 200,
      data: null,
      message: 'no member of group 99',
      wording: 'no member of group 99',
    },
  },
  {
    dialect: 'go-cqhttp',
    ok: { status: 'ok', retcode: 0, message: '' },
    refused: {
      status: 'failed',
      retcode: 100,
      data: null,
      message: 'no member of group 99',
      msg: 'API_ERROR',
      wording: 'no member of group 99',
    },
  },
  {
    dialect: 'lagrange',
    ok: { status: 'ok', retcode: 0, echo: null },
    refused: { status: 'failed', retcode: 200, data: null, echo: null },
  },
  {
    dialect: 'shamrock',
    ok: { status: 'ok', retcode: 0, message: '', echo: '' },
    refused: { status: 'failed', retcode: 35000, data: {}, message: 'no member of group 99', echo: '' },
  },
]

test.each(envelopes)('$dialect has an envelope of its own', async ({ dialect, ok, refused }) => {
  const { call } = await openApi(dialect)
  const data = { user_id: 10_000, nickname: 'bot' }
  expect(await call('get_login_info')).toEqual({ ...ok, data })
  expect(await call('send_group_msg', { group_id: 99, message: 'hi' })).toEqual(refused)
})

test.each(implementations)('%s says what it is', async (dialect) => {
  const names = ['NapCat.Onebot', 'LLOneBot', 'go-cqhttp', 'Lagrange.OneBot', 'Shamrock']
  const { call } = await openApi(dialect)
  expect((await call('get_version_info')).data).toMatchObject({
    app_name: names[implementations.indexOf(dialect)],
  })
})

interface DefaultRow {
  readonly action: string
  readonly params: object
  readonly expected: readonly string[]
}

const defaults: readonly DefaultRow[] = [
  {
    action: 'set_group_ban',
    params: { group_id: 1, user_id: 2 },
    expected: ['mute 2 0', 'mute 2 1800', 'mute 2 1800', 'mute 2 0', 'mute 2 1800'],
  },
  {
    action: 'set_group_whole_ban',
    params: { group_id: 1 },
    expected: ['mute all true', 'mute all true', 'mute all true', 'mute all false', 'mute all true'],
  },
  {
    action: 'set_group_admin',
    params: { group_id: 1, user_id: 2 },
    expected: ['admin 2 false', 'admin 2 true', 'admin 2 true', 'admin 2 false', 'admin 2 true'],
  },
]

for (const { action, params, expected } of defaults)
  test.each(implementations.map((dialect, index) => ({ dialect, effect: expected[index] })))(
    `${action} with nothing more: $dialect does '$effect'`,
    async ({ dialect, effect }) => {
      const { fake, call } = await openApi(dialect)
      fake.group(1).member(fake.world.selfId).role = 'owner'
      await call(action, params)
      expect(fake.world.changes.map(inWords)).toEqual([effect])
    },
  )

test.each([
  ['napcat', 0],
  ['llonebot', 0],
  ['go-cqhttp', 404],
  ['lagrange', 404],
] as const)('set_msg_emoji_like on %s: %i', async (dialect, retcode) => {
  const { fake, call } = await openApi(dialect)
  const { message } = await fake.group(1).member(2).says('hi')
  const params = { message_id: message.id, emoji_id: '76' }
  expect(await call('set_msg_emoji_like', params)).toMatchObject({ retcode })
})

test.each(implementations)('%s approves where nothing is said', async (dialect) => {
  const { fake, call } = await openApi(dialect)
  await fake.stranger(9).asksToBeFriend()
  await fake.stranger(9).asksToJoin(1)
  const [friend, group] = fake.world.requests
  await call('set_friend_add_request', { flag: friend?.flag, remark: '小明' })
  await call('set_group_add_request', { flag: group?.flag, sub_type: 'add' })
  expect(fake.friend(9).remark).toBe('小明')
  expect(fake.group(1).member(9).role).toBe('member')
})

describe('lagrange', () => {
  test.each([
    ['at.qq', { type: 'at', data: { qq: 2 } }],
    ['reply.id', { type: 'reply', data: { id: 1001 } }],
    ['face.id', { type: 'face', data: { id: 14 } }],
  ])('refuses a number in %s', async (_, segment) => {
    const { fake, call } = await openApi('lagrange')
    await fake.group(1).member(2).says('hi')
    expect(await call('send_group_msg', { group_id: 1, message: [segment] })).toMatchObject({ retcode: 200 })
    expect(fake.world.changes).toEqual([])
  })

  test('refuses a number where a flag belongs', async () => {
    const { call } = await openApi('lagrange')
    expect(await call('set_group_add_request', { flag: 5 })).toMatchObject({ retcode: 200, status: 'failed' })
  })

  test('takes numbers in strings', async () => {
    const { fake, call } = await openApi('lagrange')
    await call('set_group_ban', { group_id: '1', user_id: '2', duration: '60' })
    expect(fake.group(1).muted).toEqual(new Map([[2, 60]]))
  })

  test('says ok where a friend could not be added', async () => {
    const { call } = await openApi('lagrange')
    expect(await call('set_friend_add_request', { flag: 'u_5' })).toMatchObject({ status: 'ok', retcode: 1 })
  })

  test('does not send a quotation of what is not there', async () => {
    const { call } = await openApi('lagrange')
    const message = [
      { type: 'reply', data: { id: '5' } },
      { type: 'text', data: { text: 'hi' } },
    ]
    expect(await call('send_group_msg', { group_id: 1, message })).toMatchObject({ retcode: 200 })
  })
})

describe('napcat', () => {
  test('leaves a quotation of what is not there out', async () => {
    const { fake, call } = await openApi('napcat')
    const message = [
      { type: 'reply', data: { id: '5' } },
      { type: 'text', data: { text: 'hi' } },
    ]
    await call('send_group_msg', { group_id: 1, message })
    expect(fake.world.changes.map(inWords)).toEqual(['send hi'])
  })

  test('leaves a mention in a private chat out', async () => {
    const { fake, call } = await openApi('napcat')
    await call('send_private_msg', { user_id: 2, message: '[CQ:at,qq=2]hi' })
    expect(fake.world.changes.map(inWords)).toEqual(['send hi'])
  })

  test('takes JSON5', async () => {
    const { request } = await openApi('napcat')
    expect(await seen(await request('/get_status', { body: '{ /* nothing */ }' }))).toBe('200 0')
  })

  test('loses the characters on the borders of the chunks of a call', async () => {
    const { fake, call } = await openApi('napcat')
    await call('send_group_msg', { group_id: 1, message: '喵'.repeat(60_000) })
    expect(fake.group(1).messages[0]?.text).toContain('\uFFFD')
  })

  test('reacts to a message', async () => {
    const { fake, call } = await openApi('napcat')
    const { message } = await fake.group(1).member(2).says('hi')
    const answer = await call('set_msg_emoji_like', { message_id: message.id, emoji_id: 76 })
    expect(answer).toMatchObject({ retcode: 0, data: { result: 0 } })
    expect(message.reactions).toEqual([{ emoji: '76', by: 10_000 }])
  })
})

test('go-cqhttp does not read a body that is not declared', async () => {
  const { fake, request } = await openApi('go-cqhttp')
  const headers = { Authorization: 'Bearer secret', 'Content-Type': 'text/plain' }
  const body = '{"group_id": 1, "user_id": 2, "duration": 60}'
  expect(await seen(await request('/set_group_ban', { headers, body }))).toBe('200 100')
  expect(fake.group(1).muted.size).toBe(0)
})

test.each(implementations)('%s finds a message, the members and the history', async (dialect) => {
  const { fake, call } = await openApi(dialect)
  const { message } = await fake.group(1).member(2).says('hi')
  const { data: sent } = await call('send_group_msg', { group_id: 1, message: 'pong' })
  expect(sent).toEqual({ message_id: 1002 })
  expect((await call('get_msg', { message_id: message.id })).data).toMatchObject({ raw_message: 'hi' })
  expect((await call('get_group_member_list', { group_id: 1 })).data).toHaveLength(4)
  const { data } = await call('get_group_member_info', { group_id: 1, user_id: 3 })
  expect(data).toMatchObject({ role: 'admin' })
  const history = await call('get_group_msg_history', { group_id: 1 })
  expect(history.data).toMatchObject({ messages: [{ user_id: 2 }, { user_id: 10_000 }] })
})
