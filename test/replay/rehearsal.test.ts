import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymize } from '../../src/capture/anonymize.js'
import { type CaptureLine, type CaptureRecord, isAside } from '../../src/capture/capture-line.js'
import type { Bot, BotOptions } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { differences } from '../../src/replay/compare.js'
import { openRehearsal, type Rehearsed } from '../../src/replay/rehearsal.js'
import { inOrder, survey } from '../../src/replay/selection.js'
import { decoded } from '../samples/decoded.js'
import { done, openApi } from '../support/api.js'
import { captureFile, lineOf, writeRecords } from '../support/capture.js'
import { groupMessage, openDoor, post, selfId, token } from '../support/door.js'

const silent = createLog('silent')

const options = (changes: Partial<BotOptions> = {}): BotOptions => ({
  endpoints: [{ name: 'main', path: '/napcat', tokens: [token], api: { url: 'http://127.0.0.1:9' } }],
  log: silent,
  ...changes,
})

interface Played extends Rehearsed {
  readonly line: CaptureLine
}

const rehearse = async (
  file: string,
  setUp: (bot: Bot) => unknown,
  changes: Partial<BotOptions> = {},
): Promise<Played[]> => {
  const rehearsal = await openRehearsal(options(changes), await survey(file, {}, {}), setUp)
  onTestFinished(() => rehearsal.close())
  const played: Played[] = []
  for await (const record of inOrder(file, {})) {
    if (isAside(record)) rehearsal.know(record)
    else played.push({ line: record, ...(await rehearsal.play(record)) })
  }
  return played
}

/** Plays lines that nobody has recorded. */
const play = async (
  lines: readonly CaptureRecord[],
  setUp: (bot: Bot) => unknown,
  changes?: Partial<BotOptions>,
) => {
  const file = captureFile()
  await writeRecords(file, lines)
  return rehearse(file, setUp, changes)
}

const bodies = (played: readonly Played[]): string[] => played.map(({ answer }) => answer.body)

/** A bot that says and does something about everything, and shows whom it means. */
const talkative = (bot: Bot): void => {
  bot.on('message', async (event) => {
    if (event.message_type === 'group') await event.api.get_group_info({ group_id: event.group_id })
    return `${event.user_id}: ${event.text}`
  })
  bot.on('message.group', (event) => ({ delete: event.text.includes('广告') }))
  bot.on('request', () => ({ approve: true }))
  bot.on('notice.group_increase', (event) => `欢迎 ${event.user_id}`)
  bot.on('notice.notify.poke', async (event) => {
    await event.api.send_like({ user_id: Number(event.user_id) })
  })
}

/** What a bot that runs makes of every fixture. */
const captureFixtures = async (): Promise<string> => {
  const file = captureFile()
  const api = await openApi((action) =>
    action === 'get_group_info' ? done({ group_name: '测试群' }) : undefined,
  )
  const door = await openDoor(talkative, {
    ...api.options(),
    pace: false,
    capture: file,
    answersPerChat: 1000,
  })
  for (const { headers, bytes } of decoded) {
    const kept = ['user-agent', 'content-type', 'x-impl', 'sec-fetch-mode'].flatMap((name) => {
      const value = headers.get(name)
      return value === undefined ? [] : [[name, value]]
    })
    await post(door.port, bytes, { 'Content-Type': undefined, ...Object.fromEntries(kept) })
    await door.bot.settled()
  }
  await door.bot.close()
  return file
}

const differing = (played: readonly Played[]) =>
  played.flatMap(({ line, ...said }) => differences(line, said).map((one) => ({ id: line.id, ...one })))

describe('a capture of the fixtures', () => {
  test('is answered as it was, twice in a row, and with pseudonyms up to the pseudonyms', async () => {
    const file = await captureFixtures()
    const changes = { answersPerChat: 1000 }
    const first = await rehearse(file, talkative, changes)
    expect(first.length).toBeGreaterThan(100)
    expect(
      first.filter(({ answer, calls = [] }) => answer.body !== '' || calls.length > 0).length,
    ).toBeGreaterThan(30)
    expect(differing(first)).toEqual([])
    expect(await rehearse(file, talkative, changes).then(bodies)).toEqual(bodies(first))

    const shared = captureFile()
    const pseudonymous: CaptureRecord[] = []
    for await (const record of anonymize(file)) pseudonymous.push(record)
    await writeRecords(shared, pseudonymous)
    const anonymous = await rehearse(shared, talkative, changes)
    expect(anonymous).toHaveLength(first.length)
    expect(JSON.stringify(anonymous)).not.toContain('456789012')
    expect(differing(anonymous)).toEqual([])
  })

  test('shows what a changed bot would have done', async () => {
    const file = await captureFixtures()
    const played = await rehearse(
      file,
      (bot) => {
        talkative(bot)
        bot.text('ping', () => 'changed')
      },
      { answersPerChat: 1000 },
    )
    const found = differing(played)
    expect(found.length).toBeGreaterThan(0)
    expect(found.some(({ side, text }) => side === '+' && text.includes('changed'))).toBe(true)
    expect(found.some(({ side, text }) => side === '-' && text.includes('ping'))).toBe(true)
  })
})

describe('time', () => {
  test('is that of the capture: a cooldown passes as it did', async () => {
    const lines = [0, 4000, 11_000].map((at) => lineOf(groupMessage('/who'), at))
    const played = await play(lines, (bot) => bot.command('who', { cooldown: '10s' }, () => 'me'))
    expect(bodies(played)).toEqual(['{"reply":"me"}', expect.stringContaining('6'), '{"reply":"me"}'])
  })

  test('a question is given up when its time is over, and answered before', async () => {
    const ask = (bot: Bot) =>
      bot.text('ask', async (event) => `hello ${(await event.ask('who?', { timeoutMs: 5000 })).text}`)
    const talk = (atMs: number) => [lineOf(groupMessage('ask')), lineOf(groupMessage('Tom'), atMs)]
    expect(bodies(await play(talk(4000), ask)).map((body) => JSON.parse(body || 'null'))).toMatchObject([
      { reply: 'who?' },
      { reply: 'hello Tom' },
    ])
    expect(bodies(await play(talk(6000), ask))[1]).toBe('')
  })

  test('lines that were written late are handled when they came', async () => {
    const lines = [lineOf(groupMessage('b'), 2000), lineOf(groupMessage('a'), 1000)]
    const played = await play(lines, (bot) => bot.on('message', (event) => event.text))
    expect(bodies(played)).toEqual(['{"reply":"a"}', '{"reply":"b"}'])
  })

  test('goes on for a handler that waits for it', async () => {
    const [played] = await play([lineOf(groupMessage('wait'))], (bot) =>
      bot.text('wait', () => new Promise((resolve) => bot.after(100, () => resolve('later')))),
    )
    expect(played).toMatchObject({ state: 'handled', answer: { body: '{"reply":"later"}' } })
  })

  test('ends for a handler that never does', async () => {
    const [played] = await play(
      [lineOf(groupMessage('hang'))],
      (bot) => bot.text('hang', () => new Promise<string>(() => {})),
      { handlerBudgetMs: 100 },
    )
    expect(played).toMatchObject({ state: 'at work' })
    expect(played).not.toHaveProperty('calls')
  })

  test('starts no job', async () => {
    const calls = await play([lineOf(groupMessage('a')), lineOf(groupMessage('b'), 7_200_000)], (bot) => {
      bot.cron('* * * * *', ({ to }) => to.group(1).send('早'))
    })
    expect(calls.flatMap(({ madeUp }) => madeUp)).toEqual([])
  })
})

describe('calls', () => {
  const asking = (bot: Bot) =>
    bot.text('who', async (event) => {
      const said = await event.api.get_group_info({ group_id: 1 }).catch((error: Error) => error.message)
      return typeof said === 'string' ? said : said.group_name
    })
  const call = { action: 'get_group_info', params: { group_id: 1 }, own: true } as const

  test('are answered as they were, also when they failed', async () => {
    const done = { ...call, outcome: 'done', data: { group_name: '群' } } as const
    const refused = { ...call, outcome: 'refused', retcode: 1404, wording: '不支持' } as const
    const unknown = { ...call, outcome: 'unknown', error: 'no answer' } as const
    const lines = [[done], [refused], [unknown]].map((calls, index) =>
      lineOf(groupMessage('who'), index, { calls }),
    )
    const played = await play(lines, asking)
    expect(bodies(played)).toEqual([
      '{"reply":"\\u7fa4"}',
      expect.stringContaining('1404'),
      expect.stringContaining('got no answer within'),
    ])
    expect(played.flatMap(({ madeUp }) => madeUp)).toEqual([])
  })

  test('that the capture does not know succeed, and are named', async () => {
    const played = await play([lineOf(groupMessage('send'))], (bot) =>
      bot.text('send', async (event) => {
        const { message_id } = await event.api.send_group_msg({ group_id: 1, message: 'hi' })
        return String(message_id)
      }),
    )
    expect(played).toMatchObject([
      {
        answer: { body: '{"reply":"2000000001"}' },
        madeUp: ['send_group_msg'],
        calls: [{ action: 'send_group_msg' }],
      },
    ])
  })

  test('of no delivery are known too', async () => {
    const aside = {
      at: lineOf({}).at,
      aside: [{ ...call, outcome: 'done' as const, data: { group_name: '群' } }],
    }
    expect(bodies(await play([aside, lineOf(groupMessage('who'))], asking))).toEqual(['{"reply":"\\u7fa4"}'])
  })

  test('never reach an implementation, nor does the bot ask for anything by itself', async () => {
    const api = await openApi()
    await play([lineOf(groupMessage('who'))], asking, {
      ...api.options({}, { events: false }),
      accounts: [{ selfId }],
    })
    expect([api.calls, api.inquiries()]).toEqual([[], 0])
  })
})

describe('who comes in', () => {
  const echo = (bot: Bot) => bot.on('message', (event) => event.text)

  test('are all that came in then, whatever the addresses and accounts that are let in', async () => {
    const played = await play([lineOf(groupMessage('hi'))], echo, {
      accounts: [{ selfId: 5 }],
      endpoints: [{ path: '/x', tokens: ['t'], allow: ['10.0.0.0/8'], selfIds: [5] }],
    })
    expect(bodies(played)).toEqual(['{"reply":"hi"}'])
  })

  test('come to the endpoint that they came to', async () => {
    const endpoints = [
      { name: 'one', path: '/one', tokens: ['a'] },
      { name: 'two', path: '/two', tokens: ['b'], answerWithinMs: 0 },
    ]
    const lines = ['one', 'two'].map((endpoint, index) => lineOf(groupMessage('hi'), index, { endpoint }))
    expect((await play(lines, echo, { endpoints })).map(({ answer }) => answer.status)).toEqual([200, 204])
  })

  test('a second delivery of the same event reaches no handler', async () => {
    const message = groupMessage('hi')
    const played = await play([lineOf(message), lineOf(message, 10)], echo)
    expect(played.map(({ state }) => state)).toEqual(['handled', 'turned away'])
  })
})

test('a delivery is handled although the one before it never ends', async () => {
  const played = await play(
    [lineOf(groupMessage('hang')), lineOf(groupMessage('ping'), 10)],
    (bot) => {
      bot.text('hang', () => new Promise<string>(() => {}))
      bot.text('ping', () => 'pong')
    },
    { handlerBudgetMs: 100, endpoints: [{ path: '/napcat', answerWithinMs: 60_000 }] },
  )
  expect(played.map(({ state }) => state)).toEqual(['at work', 'handled'])
})
