import { expect, onTestFinished, test } from 'vitest'
import { implementations } from '../../src/protocol/implementation.js'
import { createFakeOneBot, type FakeOneBot } from '../../src/testkit/fake-onebot.js'
import { inWords, linesOf, openScene, peopled } from './fake.js'

interface Caller {
  readonly fake: FakeOneBot
  readonly call: (action: string, params: object, signal?: AbortSignal) => Promise<Record<string, unknown>>
}

const openApi = async (): Promise<Caller> => {
  const fake = peopled('napcat')
  const url = await fake.listen()
  onTestFinished(() => fake.close())
  const call: Caller['call'] = async (action, params, signal) => {
    const init = { method: 'POST', body: JSON.stringify(params), ...(signal && { signal }) }
    return (await fetch(`${url}/${action}`, init)).json() as Promise<Record<string, unknown>>
  }
  return { fake, call }
}

const hello = { group_id: 1, message: 'hello' }

test('timeoutButSent does the action and tells nobody', async () => {
  const { fake, call } = await openApi()
  fake.faults.timeoutButSent('send_group_msg')
  const gate = fake.faults.slow('send_group_msg')
  const hangUp = new AbortController()
  const answer = call('send_group_msg', hello, hangUp.signal).catch(() => 'no answer')
  await gate.arrived
  gate.release()
  // Answered behind the one that is not.
  expect(await call('get_status', {})).toMatchObject({ retcode: 0 })
  expect(linesOf(fake, fake.group(1))).toEqual(['hello'])
  hangUp.abort()
  expect(await answer).toBe('no answer')
})

test('refuse answers with the words and does nothing', async () => {
  const { fake, call } = await openApi()
  fake.faults.refuse('send_group_msg', '频率过快')
  expect(await call('send_group_msg', hello)).toMatchObject({ retcode: 200, wording: '频率过快' })
  expect(fake.world.changes).toEqual([])
  fake.faults.clear()
  expect(await call('send_group_msg', hello)).toMatchObject({ retcode: 0 })
})

test('offline refuses what needs QQ, and get_status says so', async () => {
  const { fake, call } = await openApi()
  fake.faults.offline = true
  expect(await call('send_group_msg', hello)).toMatchObject({ retcode: 200 })
  expect(await call('get_status', {})).toMatchObject({ retcode: 0, data: { online: false } })
})

test('slow holds an action until it is released', async () => {
  const { fake, call } = await openApi()
  const gate = fake.faults.slow('send_group_msg')
  const answer = call('send_group_msg', hello)
  await gate.arrived
  expect(fake.calls).toEqual([])
  expect(await call('get_status', {})).toMatchObject({ retcode: 0 })
  gate.release()
  expect(await answer).toMatchObject({ retcode: 0 })
  expect(linesOf(fake, fake.group(1))).toEqual(['hello'])
})

test.each(implementations)('duplicateEvents posts the same event of %s twice', async (dialect) => {
  const { fake, posted } = await openScene(dialect, { reply: 'pong' })
  fake.faults.duplicateEvents = true
  const { effects } = await fake.group(1).member(2).says('ping')
  expect(posted).toHaveLength(2)
  const [one, two] = posted.map(({ bytes }) => JSON.parse(bytes.toString()))
  expect(one).toEqual(two)
  expect(effects).toHaveLength(dialect === 'lagrange' ? 0 : 2)
})

test.each([
  ['napcat', 1],
  ['llonebot', 1],
  ['go-cqhttp', 4],
  ['lagrange', 1],
  ['shamrock', 1],
] as const)(
  'dropResponse on %s: the event is posted %i times, and nothing is done',
  async (dialect, times) => {
    const { fake, posted } = await openScene(dialect, { reply: 'pong' })
    fake.faults.dropResponse = true
    expect(await fake.group(1).member(2).says('ping')).toMatchObject({ status: undefined, effects: [] })
    expect(posted).toHaveLength(times)
    expect(new Set(posted.map(({ bytes }) => bytes.toString())).size).toBe(1)
  },
)

test.each(implementations)('%s survives that nobody listens', async (dialect) => {
  const fake = peopled(dialect)
  fake.postTo('http://127.0.0.1:1/bot')
  expect(await fake.group(1).member(2).says('ping')).toMatchObject({ status: undefined, effects: [] })
})

test('an event that is being answered gets nothing when the fake closes', async () => {
  const consumer = peopled('napcat')
  const gate = consumer.faults.slow()
  const fake = createFakeOneBot({ dialect: 'go-cqhttp' })
  fake.world.addFriend({ id: 2 })
  fake.postTo(`${await consumer.listen()}/get_status`)
  onTestFinished(() => consumer.close())
  const delivered = fake.friend(2).says('hi')
  await gate.arrived
  await fake.close()
  expect(await delivered).toMatchObject({ status: undefined })
})

test('own messages are posted where the account is told to', async () => {
  const { fake, posted } = await openScene('lagrange', '', { reportSelf: true })
  const napcat = await openScene('napcat', { reply: 'pong' }, { reportSelf: true })
  await napcat.fake.friend(2).says('hi')
  await napcat.fake.settled()
  const [, own] = napcat.posted.map(({ bytes }) => JSON.parse(bytes.toString()))
  expect(own).toMatchObject({ post_type: 'message_sent', user_id: 10_000, target_id: 2, raw_message: 'pong' })

  const url = await fake.listen()
  const body = JSON.stringify({ user_id: '2', message: 'pong' })
  await fetch(`${url}/send_private_msg`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  })
  await fake.settled()
  expect(JSON.parse(posted[0]?.bytes.toString() ?? '')).toMatchObject({
    post_type: 'message',
    user_id: 10_000,
  })
})

test('what a response does is in the order it was done', async () => {
  const { fake } = await openScene('llonebot', { reply: 'bye', kick: true })
  const { effects } = await fake.group(1).member(2).says('spam')
  expect(effects.map(inWords)).toEqual(['send >1001 bye', 'kick 2'])
  expect(fake.world.changes).toEqual(effects)
})
