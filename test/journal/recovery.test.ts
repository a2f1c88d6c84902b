import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Bot, createBot, reply, text } from '../../src/index.js'
import { MemoryState } from '../../src/journal/memory-state.js'
import { createLog } from '../../src/log.js'
import type { KeptCall } from '../../src/protocol/journal.js'
import { done, openApi } from '../support/api.js'
import { type Door, groupMessage, openDoor, post, selfId, token } from '../support/door.js'
import { arrivalOf, journalFile, leaveBehind, lookInto } from '../support/journal.js'

const group_id = 456789012

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const entryOf = (file: string, id: number) => lookInto(file, (journal) => journal.get(id))

/** A call of an earlier process. */
const kept = (changes: Partial<KeptCall> = {}): KeptCall => ({
  field: 'reply',
  action: 'send_group_msg',
  params: { group_id, message: [reply(1), text('pong')] },
  state: 'planned',
  ...changes,
})

describe('what an earlier process has left unfinished', () => {
  test('is handled before anything new, and answered by calls', async () => {
    const file = journalFile()
    const id = await leaveBehind(file, arrivalOf(groupMessage('old', { message_id: 1 })))
    const api = await openApi()
    const met: [string, boolean][] = []
    const door = await openDoor(
      (bot) =>
        bot.on('message.group', (event) => {
          met.push([event.text, event.redelivered])
          return `re ${event.text}`
        }),
      { ...api.options(), journal: { file } },
    )
    await post(door.port, groupMessage('new'))
    expect(met).toEqual([
      ['old', true],
      ['new', false],
    ])
    expect(await api.called('send_group_msg')).toEqual({ group_id, message: [reply(1), text('re old')] })
    await door.bot.close()
    expect(await entryOf(file, id)).toMatchObject({
      state: 'done',
      redeliveries: 1,
      answered: { calls: [{ action: 'send_group_msg', state: 'done', result: { message_id: 101 } }] },
    })
  })

  test('is not asked again where the handlers were done: only the calls are made that are left', async () => {
    const file = journalFile()
    const calls = [kept({ state: 'done', action: 'set_group_ban' }), kept(), kept({ action: 'delete_msg' })]
    await leaveBehind(file, arrivalOf(groupMessage('old')), { settled: true, calls })
    const api = await openApi()
    const handler = vi.fn(() => 'again')
    const door = await openDoor((bot) => bot.on('message', handler), { ...api.options(), journal: { file } })
    await door.bot.close()
    expect(api.calls.map(([action]) => action)).toEqual(['send_group_msg', 'delete_msg'])
    expect(handler).not.toHaveBeenCalled()
  })

  test('keeps what was answered: only what was not is taken from the handlers', async () => {
    const file = journalFile()
    await leaveBehind(file, arrivalOf(groupMessage('old')), {
      response: { reply: 'first' },
      places: ['0 message.group'],
      decided: { delete: true },
    })
    const api = await openApi()
    const door = await openDoor(
      (bot) => {
        bot.on('message.group', () => ({ reply: 'first', delete: true }))
        bot.on('message.group', () => ({ reply: 'second', delete: true }))
      },
      { ...api.options(), journal: { file } },
    )
    await door.bot.close()
    expect(api.calls).toMatchObject([['send_group_msg', { message: [{}, text('second')] }]])
  })

  const answered = { message_id: 1, user_id: 2, time: 1763650800, message: [text('old')] }
  const history = (...messages: object[]) =>
    openApi((action) =>
      action === 'get_group_msg_history' ? done({ messages: [answered, ...messages] }) : undefined,
    )
  const sent = (changes: object = {}) => ({
    message_id: 50,
    user_id: selfId,
    time: Date.now() / 1000,
    message: [reply(1), text('pong')],
    ...changes,
  })

  test.each([
    ['there', [sent()], 0],
    ['somebody else’s', [sent({ user_id: 1 })], 1],
    ['an answer to another message', [sent({ message: [reply(2), text('pong')] })], 1],
    ['older than the event', [sent({ time: 1 })], 1],
    ['another one', [sent({ message: [reply(1), text('ping')] })], 1],
  ])('a message that was being sent is looked for: %s', async (_what, messages, times) => {
    const file = journalFile()
    const calls = [kept({ state: 'begun' })]
    const id = await leaveBehind(file, arrivalOf(groupMessage('old', { message_id: 1 })), {
      settled: true,
      calls,
    })
    const api = await history(...messages)
    const door = await openDoor(() => {}, { ...api.options(), journal: { file } })
    await door.bot.close()
    expect(api.calls.filter(([action]) => action === 'send_group_msg')).toHaveLength(times)
    expect(await entryOf(file, id)).toMatchObject({ state: 'done', answered: { calls: [{ state: 'done' }] } })
  })

  test('a message that cannot be looked for is not sent again, and the log says so', async () => {
    const file = journalFile()
    const calls = [kept({ state: 'begun' })]
    const id = await leaveBehind(file, arrivalOf(groupMessage('old')), { settled: true, calls })
    const api = await openApi((action) =>
      action === 'get_group_msg_history' ? { retcode: 1404 } : undefined,
    )
    const door = await openDoor(() => {}, { ...api.options(), journal: { file } })
    await door.said('send_group_msg was under way when the bot was stopped')
    await door.bot.close()
    expect(api.calls).toMatchObject([['get_group_msg_history', { group_id }]])
    expect(await entryOf(file, id)).toMatchObject({ answered: { calls: [{ state: 'unknown' }] } })
  })

  test('a ban that was under way is made again: twice it is the same', async () => {
    const file = journalFile()
    const params = { group_id, user_id: 5, duration: 60 }
    const calls = [kept({ action: 'set_group_ban', params, state: 'begun' })]
    await leaveBehind(file, arrivalOf(groupMessage('old')), { settled: true, calls })
    const api = await openApi()
    const door = await openDoor(() => {}, { ...api.options(), journal: { file } })
    await door.bot.close()
    expect(api.calls).toEqual([['set_group_ban', params]])
  })

  test('is handled when somebody takes the calls, and new deliveries do not wait for that', async () => {
    const file = journalFile()
    await leaveBehind(file, arrivalOf(groupMessage('old')))
    let isUp = false
    const api = await openApi((action) => (action === 'get_version_info' && !isUp ? 'never' : undefined))
    const door = await openDoor((bot) => bot.on('message.group', ({ text: words }) => `re ${words}`), {
      ...api.options(),
      journal: { file },
    })
    expect(await post(door.port, groupMessage('new'))).toMatchObject({ status: 200 })
    expect(api.calls).toEqual([])
    isUp = true
    expect(await api.called('send_group_msg')).toMatchObject({ message: [{}, text('re old')] })
  })
})

test('what comes before the bot has looked into its journal is no thing that was left unfinished', async () => {
  const kept = new MemoryState(Date.now)
  const met: boolean[] = []
  let answers: () => void = () => {}
  const posted: Promise<unknown>[] = []
  const bot = createBot({
    endpoints: [{ path: '/napcat', tokens: [token] }],
    log: createLog('silent'),
    journal: { file: journalFile() },
    // It is asked in between.
    state: Object.assign(kept, {
      keys: async () => {
        if (posted.length === 0) posted.push(post(port, groupMessage('new')))
        for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate)
        return []
      },
    }),
  })
  bot.on('message', ({ redelivered }) => {
    met.push(redelivered)
    return new Promise<void>((resolve) => {
      answers = resolve
    })
  })
  const port = await freePort()
  await bot.listen({ port })
  onTestFinished(() => bot.close({ withinMs: 0 }))
  await vi.waitFor(() => expect(met).not.toEqual([]))
  answers()
  await Promise.all(posted)
  expect(posted).toHaveLength(1)
  expect(met).toEqual([false])
})

describe('dead letters', () => {
  const pong = (bot: Bot) => bot.text('old', () => 'pong')

  test.each([
    ['was handled 3 times more and never finished', {}, 3],
    ['was too old when the bot came back', { at: Date.now() - 601_000 }, 0],
  ])('are what %s', async (reason, changes, redeliveries) => {
    const file = journalFile()
    const id = await leaveBehind(file, arrivalOf(groupMessage('old'), changes), undefined, redeliveries)
    const api = await openApi()
    const door = await openDoor(pong, { ...api.options(), journal: { file } })
    await door.said(`message.group is given up: it ${reason}`)
    expect(await entryOf(file, id)).toMatchObject({ state: 'dead', reason: `it ${reason}` })
    await door.bot.close()
    expect(api.calls).toEqual([])
  })

  test('are what cannot be read', async () => {
    const file = journalFile()
    const id = await leaveBehind(file, arrivalOf([]))
    await openDoor(pong, { journal: { file } })
    expect(await entryOf(file, id)).toMatchObject({ state: 'dead' })
  })

  test('are handled once more by the running bot when somebody asks for it', async () => {
    const file = journalFile()
    const id = await leaveBehind(file, arrivalOf(groupMessage('old'), { at: 1000 }))
    const api = await openApi()
    const door = await openDoor(pong, { ...api.options(), journal: { file } })
    await door.said('is given up')
    expect(await lookInto(file, (journal) => journal.retry(id))).toBe(true)
    await api.called('send_group_msg')
    await door.bot.close()
    expect(await entryOf(file, id)).toMatchObject({ state: 'done', redeliveries: 1 })
  })
})

describe('a restart', () => {
  test('does not forget what was seen', async () => {
    const file = journalFile()
    const message = groupMessage('ping')
    const handler = vi.fn(() => 'pong')
    const open = () => openDoor((bot) => bot.on('message.group', handler), { journal: { file } })
    const first = await open()
    expect(await post(first.port, message)).toMatchObject({ status: 200 })
    await first.bot.close()
    const second = await open()
    expect(await post(second.port, message)).toMatchObject({ status: 204 })
    expect(handler).toHaveBeenCalledTimes(1)
  })

  test('leaves an event the id that the lines of the log have', async () => {
    const file = journalFile()
    const idIn = (door: Door): unknown => door.lines.find(({ msg }) => msg.startsWith('message.group at'))?.id
    const first = await openDoor((bot) => bot.text('ping', () => new Promise(() => {})), {
      journal: { file },
    })
    const posted = post(first.port, groupMessage('ping')).catch(() => {})
    await first.said('message.group at')
    await first.bot.close({ withinMs: 0 })
    await posted
    const second = await openDoor(() => {}, { journal: { file } })
    await second.said('message.group at')
    expect(idIn(second)).toBe(idIn(first))
    expect(await lookInto(file, (journal) => journal.ofEvent(String(idIn(first))))).toMatchObject({ id: 1 })
  })

  test('goes on with what a handler had not finished', async () => {
    const file = journalFile()
    const api = await openApi()
    const options = { ...api.options({ answerWithinMs: 0 }), journal: { file } }
    const first = await openDoor((bot) => bot.text('ping', () => new Promise(() => {})), options)
    expect(await post(first.port, groupMessage('ping'))).toMatchObject({ status: 204 })
    await first.bot.close({ withinMs: 0 })
    await openDoor((bot) => bot.text('ping', () => 'pong'), options)
    expect(await api.called('send_group_msg')).toMatchObject({ message: [{}, text('pong')] })
  })
})

test('the journal holds what came, without what is secret', async () => {
  const file = journalFile()
  const door = await openDoor(() => {}, { journal: { file } })
  const body = ` ${JSON.stringify(groupMessage('猫'))}`
  await post(door.port, body, { Authorization: 'Bearer main_token' })
  await door.bot.close()
  const [entry] = await lookInto(file, (journal) => journal.list())
  expect(entry).toMatchObject({ endpoint: 'main', selfId, name: 'message.group', state: 'done' })
  expect(entry?.bytes.toString()).toBe(body)
  expect(entry?.headers.map(([name]) => name)).toEqual([
    'Host',
    'Content-Type',
    'X-Self-ID',
    'Content-Length',
  ])
})
