import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type Api,
  ApiError,
  ApiProtocolError,
  ApiRefused,
  ApiTimeout,
  ApiUnreachable,
  createBot,
} from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { type Implementation, implementations } from '../../src/protocol/implementation.js'
import type { FakeOneBot } from '../../src/testkit/fake-onebot.js'
import type { Spoil } from '../../src/testkit/faults.js'
import { linesOf, peopled } from '../testkit/fake.js'

type Way = 'http' | 'ws'

interface Line {
  readonly fake: FakeOneBot
  readonly api: Api
  readonly logged: () => string
}

const open = async (
  dialect: Implementation,
  way: Way,
  { token = 'api-secret', timeoutMs = 5000 } = {},
): Promise<Line> => {
  const fake = peopled(dialect, { apiToken: 'api-secret' })
  const url = (await fake.listen()).replace('http:', `${way}:`)
  let logged = ''
  const log = createLog('debug', {
    write: (line) => {
      logged += line
    },
  })
  const selfId = fake.world.selfId
  const bot = createBot({
    endpoints: [{ path: '/napcat', tokens: ['main'] }],
    accounts: [{ selfId, api: { url, token, timeoutMs } }],
    log,
  })
  onTestFinished(async () => {
    await bot.close({ withinMs: 0 })
    await fake.close()
  })
  return { fake, api: bot.api(selfId), logged: () => logged }
}

const failureOf = async (call: Promise<unknown>): Promise<ApiError> => {
  const error = await call.then(
    (data) => new Error(`it was done: ${JSON.stringify(data)}`),
    (reason: unknown) => reason,
  )
  if (error instanceof ApiError) return error
  throw error
}

const hello = { group_id: 1, message: 'hello' }

const lines = implementations.flatMap((dialect) => (['http', 'ws'] as const).map((way) => ({ dialect, way })))

describe.each(lines)('$dialect over $way', ({ dialect, way }) => {
  test('an action is done once, and its result comes back', async () => {
    const { fake, api } = await open(dialect, way)
    const { message_id } = await api.send_group_msg(hello)
    expect(fake.world.message(Number(message_id))?.text).toBe('hello')
    expect(linesOf(fake, fake.group(1))).toEqual(['hello'])
    expect((await api.get_group_member_info({ group_id: 1, user_id: 2 })).user_id).toBe(2)
  })

  test.each(['wrong-secret', ''])(
    'the token %j is refused, is not written anywhere, and nothing is done',
    async (token) => {
      const { fake, api, logged } = await open(dialect, way, { token, timeoutMs: 1000 })
      const error = await failureOf(api.send_group_msg(hello))
      // Shamrock only hangs up, perhaps after the call: it does not say why.
      expect(error.maybeDone).toBe(dialect === 'shamrock' && way === 'ws')
      expect(fake.calls).toEqual([])
      const written = `${logged()} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
      if (token !== '') expect(written).not.toContain(token)
    },
  )

  test('an unknown action is refused', async () => {
    const { api } = await open(dialect, way)
    const error = await failureOf(api.call('no_such_action'))
    // Shamrock has a page for every action, and none for this one.
    const isPage = dialect === 'shamrock' && way === 'http'
    expect(error).toBeInstanceOf(isPage ? ApiProtocolError : ApiRefused)
  })

  test('parameters that do not fit are refused, and nothing is done', async () => {
    const { fake, api } = await open(dialect, way)
    const error = await failureOf(api.call('set_group_ban', { group_id: 'none', user_id: 2 }))
    expect(error).toBeInstanceOf(ApiRefused)
    expect(error.maybeDone).toBe(false)
    expect(fake.world.changes).toEqual([])
  })

  test('what QQ refuses is refused, in its words', async () => {
    const { fake, api } = await open(dialect, way)
    fake.faults.refuse('send_group_msg', '发送失败，请先添加对方为好友')
    const error = await failureOf(api.send_group_msg(hello))
    expect(error).toBeInstanceOf(ApiRefused)
    // Lagrange gives no words.
    const wording = dialect === 'lagrange' ? '' : '发送失败，请先添加对方为好友'
    expect(error).toMatchObject({ action: 'send_group_msg', wording, maybeDone: false })
  })

  test.each<[Spoil, readonly (new (...args: never[]) => ApiError)[]]>([
    ['silence', [ApiTimeout]],
    ['page', [ApiProtocolError, ApiTimeout]],
    ['broken', [ApiProtocolError, ApiTimeout]],
    ['drop', [ApiUnreachable]],
    ['half-close', [ApiUnreachable]],
  ])('after %s nobody knows, and a send is not repeated', async (spoil, kinds) => {
    const { fake, api } = await open(dialect, way, { timeoutMs: 300 })
    fake.faults.spoil(spoil, 'send_group_msg')
    const error = await failureOf(api.send_group_msg(hello))
    expect(
      kinds.some((kind) => error instanceof kind),
      String(error),
    ).toBe(true)
    expect(error.maybeDone).toBe(true)
    expect(linesOf(fake, fake.group(1))).toEqual(['hello'])
  })

  test('a read whose connection breaks off is made again', async () => {
    const { fake, api } = await open(dialect, way)
    fake.faults.spoil('drop', 'get_group_member_info')
    const gate = fake.faults.slow('get_group_member_info')
    const info = api.get_group_member_info({ group_id: 1, user_id: 2 })
    await gate.arrived
    gate.release()
    fake.faults.clear()
    expect((await info).user_id).toBe(2)
  })

  test('200 kB of Chinese arrive as they are', async () => {
    const { fake, api } = await open(dialect, way)
    const message = '猫从门里走过去。🐱'.repeat(7500)
    expect(Buffer.byteLength(message)).toBeGreaterThan(200_000)
    await api.send_group_msg({ group_id: 1, message })
    expect(fake.group(1).messages.at(-1)?.text).toBe(message)
  })

  test('a restart in the midst of 1000 calls: each ends once, and nothing is sent twice', async () => {
    const { fake, api } = await open(dialect, way, { timeoutMs: 10_000 })
    const gate = fake.faults.slow('send_private_msg')
    const ends = Array(1000).fill(0)
    const outcomes = Array.from({ length: 1000 }, async (_, index) => {
      const message = `call ${index}`
      const sent =
        index === 500
          ? api.send_private_msg({ user_id: 2, message })
          : api.send_group_msg({ group_id: 1, message })
      const outcome = await sent.then(
        () => 'done',
        (error: ApiError) => (error.maybeDone ? 'unknown' : 'refused'),
      )
      ends[index] += 1
      return outcome
    })
    await Promise.all([gate.arrived, outcomes[0]])
    await fake.restart()
    gate.release()
    const ended = await Promise.all(outcomes)
    expect(ends).toEqual(Array(1000).fill(1))
    const times = new Map<string, number>()
    for (const { text } of [...fake.group(1).messages, ...fake.friend(2).messages])
      times.set(text, (times.get(text) ?? 0) + 1)
    const wrong = ended.filter((outcome, index) => {
      const count = times.get(`call ${index}`) ?? 0
      return count > 1 || (outcome === 'done' && count === 0) || (outcome === 'refused' && count > 0)
    })
    expect(wrong).toEqual([])
    expect(ended).toContain('done')
    expect(ended[500]).not.toBe('done')
  })
})
