import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Bot } from '../../src/index.js'
import { nameEvent } from '../../src/protocol/event-name.js'
import { eventNames } from '../../src/protocol/event-senders.js'
import { implementations } from '../../src/protocol/implementation.js'
import {
  createTestBot,
  sample,
  summarize,
  type TestBotOptions,
  type TestedPlugin,
} from '../../src/testkit/index.js'

const open = async (plugin: TestedPlugin, options: TestBotOptions = {}) => {
  const test = await createTestBot(plugin, {
    groups: [{ id: 1, members: [{ id: 2 }, { id: 3 }] }],
    ...options,
  })
  onTestFinished(() => test.close())
  return test
}

/** What the bot has said in group 1. */
const said = (qq: Awaited<ReturnType<typeof open>>): string[] =>
  qq
    .group(1)
    .messages.filter(({ from }) => from === qq.world.selfId)
    .map(({ text }) => text.trim())

const pong = (bot: Bot): void => {
  bot.text('ping', () => 'pong')
}

describe('says', () => {
  test.each(implementations)('resolves when the group has read the answer, on %s', async (dialect) => {
    const qq = await open(pong, { dialect })
    await qq.group(1).member(2).says('ping')
    expect(said(qq)).toHaveLength(1)
    expect(said(qq)[0]).toContain('pong')
  })

  test.each(['http', 'ws'] as const)('waits for calls that follow the response, over %s', async (api) => {
    const qq = await open(
      (bot) => {
        bot.on('message.group', () => 'one')
        bot.on('message.group', () => 'two')
      },
      { api, quote: false },
    )
    await qq.group(1).member(2).says('hi')
    expect(said(qq)).toEqual(['one', 'two'])
  })

  test('is not held up by a conversation, which the next one goes on with', async () => {
    const qq = await open(
      (bot) => {
        bot.text('hi', async (event) => `hello ${(await event.ask('who?')).text}`)
      },
      { quote: false },
    )
    await qq.group(1).member(2).says('hi')
    expect(said(qq)).toEqual(['who?'])
    await qq.group(1).member(2).says('Tom')
    expect(said(qq)).toEqual(['who?', 'hello Tom'])
  })

  test('rejects with the error of a handler, or keeps it', async () => {
    const broken: TestedPlugin = (bot) => {
      bot.text('ping', () => {
        throw new Error('boom')
      })
    }
    const strict = await open(broken)
    await expect(strict.group(1).member(2).says('ping')).rejects.toThrow('boom')
    const lenient = await open(broken, { onErrors: 'keep' })
    await lenient.group(1).member(2).says('ping')
    expect(lenient.errors).toEqual([new Error('boom')])
    expect(lenient.lines.map(({ msg }) => msg).join()).toContain('failed')
  })
})

describe('the clock', () => {
  test('runs jobs and timers at their times, in order', async () => {
    const times: string[] = []
    const qq = await open((bot) => {
      bot.cron('5 * * * *', ({ at }) => void times.push(at.toISOString().slice(11, 16)))
      bot.every(120_000, () => void times.push(new Date(qq.clock.now()).toISOString().slice(11, 16)))
    })
    await qq.clock.advance('6m')
    expect(times).toEqual(['15:02', '15:04', '15:05', '15:06'])
  })

  test('lets a handler that waits for it be late', async () => {
    const qq = await open(
      (bot) => {
        bot.text('slow', () => new Promise((resolve) => bot.after(20_000, () => resolve('done'))))
      },
      { quote: false },
    )
    expect(await qq.group(1).member(2).says('slow')).toMatchObject({ status: undefined })
    await qq.clock.advance('15s')
    expect(said(qq)).toEqual([])
    await qq.clock.advance('5s')
    expect(said(qq)).toEqual(['done'])
  })

  test('ends questions and cooldowns', async () => {
    const qq = await open(
      (bot) => {
        bot.text('hi', (event) => event.ask('who?', { timeoutMs: 30_000, says: { timeout: 'bye' } }))
        bot.command('draw', { cooldown: '1m' }, () => 'drawn')
      },
      { quote: false, language: 'en' },
    )
    await qq.group(1).member(2).says('hi')
    await qq.clock.advance('29s')
    expect(said(qq)).toEqual(['who?'])
    await qq.clock.advance('1s')
    expect(said(qq)).toEqual(['who?', 'bye'])
    for (const _ of [1, 2]) await qq.group(1).member(3).says('/draw')
    await qq.clock.advance('1m')
    await qq.group(1).member(3).says('/draw')
    expect(said(qq).filter((line) => line === 'drawn')).toHaveLength(2)
  })
})

test('there is a sample of every event', async () => {
  for (const name of eventNames) {
    const { name: own, lineage } = nameEvent(sample(name))
    expect([own, ...lineage]).toContain(name)
  }
})

test('a sample reaches its handlers, and what they call is told', async () => {
  const qq = await open((bot) => {
    bot.on('notice.group_increase', (event) => `welcome ${event.user_id}`)
  })
  const { status, calls } = await qq.deliver(sample('notice.group_increase', { user_id: 3 }))
  expect(status).toBe(204)
  expect(calls.map(({ action }) => action)).toEqual(['send_group_msg'])
  expect(said(qq)).toEqual(['welcome 3'])
})

test('a capture is replayed to the account that it is of, and what it says now stands beside what it said', async () => {
  const file = join(tmpdir(), `catflap-${process.pid}-${Date.now()}.jsonl`)
  onTestFinished(() => rm(file))
  const line = {
    id: '7',
    at: '2025-11-20T15:00:00.000Z',
    headers: {},
    body: JSON.stringify(
      sample('message.group', { message: 'ping', raw_message: 'ping', group_id: 1, user_id: 2 }),
    ),
    answer: { status: 204, body: '' },
    calls: [],
  }
  await writeFile(file, `${JSON.stringify(line)}\n`)
  const qq = await open(pong)
  expect(await qq.replay(file)).toEqual([
    {
      id: '7',
      name: 'message.group',
      recorded: { status: 204, body: '' },
      answer: { status: 200, body: '{"reply":"pong"}' },
      calls: [],
    },
  ])
  expect(summarize(qq.world).groups[1]?.messages).toEqual([expect.stringContaining('pong')])
  const other = await open(pong, { selfId: 20_000 })
  await expect(other.replay(file)).rejects.toThrow('{ selfId: 10000 }')
})

test('nothing is open after close, even where a handler never ends', async () => {
  const qq = await createTestBot(
    (bot) => {
      bot.text('ping', () => new Promise(() => {}))
    },
    { groups: [{ id: 1, members: [{ id: 2 }] }] },
  )
  await qq.group(1).member(2).says('ping')
  await qq.close()
  await vi.waitFor(() =>
    expect(process.getActiveResourcesInfo().filter((one) => /TCP/.test(one))).toEqual([]),
  )
})

test('many events in a row are all answered', async () => {
  const qq = await open(pong)
  for (let count = 0; count < 500; count += 1) await qq.group(1).member(2).says('ping')
  expect(said(qq)).toHaveLength(500)
})
