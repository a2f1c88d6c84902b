import { describe, expect, onTestFinished, test } from 'vitest'
import { type Bot, createBot, text } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { type Implementation, implementations } from '../../src/protocol/implementation.js'
import type { FakeOneBot, FakeOneBotOptions } from '../../src/testkit/fake-onebot.js'
import { linesOf, peopled } from '../testkit/fake.js'

interface Line {
  readonly fake: FakeOneBot
  readonly bot: Bot
  readonly said: string[]
}

/** A bot that answers every message with "pong", by a call that may take 250 ms. */
const open = async (
  dialect: Implementation,
  { way = 'http', ...options }: Partial<FakeOneBotOptions> & { readonly way?: string } = {},
): Promise<Line> => {
  const fake = peopled(dialect, options)
  const said: string[] = []
  const url = (await fake.listen()).replace('http:', `${way}:`)
  const selfId = fake.world.selfId
  const bot = createBot({
    endpoints: [{ path: '/bot', tokens: [], answerWithinMs: 0 }],
    accounts: [{ selfId, implementation: dialect, api: { url, timeoutMs: 250 } }],
    log: createLog('info', {
      write(line) {
        const { msg, audit } = JSON.parse(line)
        if (audit === undefined) said.push(msg)
      },
    }),
  })
  bot.on('message', () => 'pong')
  const { endpoints } = await bot.listen({ port: 0 })
  fake.postTo(endpoints[0]?.url ?? '')
  onTestFinished(async () => {
    await bot.close({ withinMs: 0 })
    await fake.close()
  })
  return { fake, bot, said }
}

const histories = {
  send_group_msg: 'get_group_msg_history',
  send_private_msg: 'get_friend_msg_history',
} as const

type Send = keyof typeof histories

const say = (fake: FakeOneBot, send: Send) =>
  send === 'send_group_msg' ? fake.group(1).member(2).says('hi') : fake.friend(2).says('hi')

const pongs = (fake: FakeOneBot, send: Send): number => {
  const chat = send === 'send_group_msg' ? fake.group(1) : fake.friend(2)
  return linesOf(fake, chat).filter((line) => line.endsWith('pong')).length
}

/** Everything works again while the history is asked for. */
const mendAtLook = async (fake: FakeOneBot, send: Send): Promise<void> => {
  const gate = fake.faults.slow(histories[send])
  await gate.arrived
  fake.faults.clear()
  gate.release()
}

const lines = implementations.flatMap((dialect) =>
  (['http', 'ws'] as const).flatMap((way) =>
    (Object.keys(histories) as Send[])
      // Neither has a history of private chats.
      .filter((send) => send === 'send_group_msg' || !/cqhttp|shamrock/.test(dialect))
      .map((send) => ({ dialect, way, send })),
  ),
)

describe.each(lines)('$send on $dialect over $way', ({ dialect, way, send }) => {
  test('a message that is in the history has been sent', async () => {
    const { fake, bot, said } = await open(dialect, { way })
    fake.faults.timeoutButSent(send)
    await say(fake, send)
    await bot.close()
    expect(pongs(fake, send)).toBe(1)
    expect(said).toEqual([expect.stringContaining('is in the chat: it was sent')])
  })

  test('a message that is not there is sent once more', async () => {
    const { fake, bot, said } = await open(dialect, { way })
    fake.faults.timeoutNotSent(send)
    await Promise.all([say(fake, send), mendAtLook(fake, send)])
    await bot.close()
    expect(pongs(fake, send)).toBe(1)
    expect(said).toEqual([expect.stringContaining('is not in the chat: it is sent once more')])
  })
})

describe.each(implementations)('on %s', (dialect) => {
  test('a message that was reported has been sent, and nobody is asked', async () => {
    const { fake, bot, said } = await open(dialect, { reportSelf: true })
    fake.faults.timeoutButSent('send_private_msg')
    const reported = new Promise((resolve) => bot.on('message_sent', resolve))
    await fake.friend(2).says('hi')
    await reported
    await bot.close()
    expect(pongs(fake, 'send_private_msg')).toBe(1)
    expect(said).toEqual([expect.stringContaining('is in the chat: it was sent')])
    expect(fake.calls.map(({ action }) => action)).toEqual(['send_private_msg'])
  })
})

describe('a send that nobody can look for', () => {
  test.each<[string, (fake: FakeOneBot) => void]>([
    ['a history that is refused', (fake) => fake.faults.refuse('get_group_msg_history')],
    [
      'a history without the message that was answered',
      (fake) => {
        const { messages } = fake.group(1)
        messages.splice(0, messages.length)
      },
    ],
  ])('stays unknown, is told and not repeated: %s', async (_what, hide) => {
    const { fake, bot, said } = await open('napcat')
    fake.faults.timeoutNotSent('send_group_msg')
    const gate = fake.faults.slow('get_group_msg_history')
    const told = fake.group(1).member(2).says('hi')
    await gate.arrived
    fake.faults.clear()
    hide(fake)
    gate.release()
    await told
    await bot.close()
    expect(pongs(fake, 'send_group_msg')).toBe(0)
    expect(said).toEqual([expect.stringContaining('may or may not have been carried out')])
  })
})

test('a message that is lost again is not sent a third time', async () => {
  const { fake, bot, said } = await open('napcat')
  let sends = 0
  const { faults } = fake
  const loses = faults.loses.bind(faults)
  faults.loses = (action) => {
    if (action === 'send_group_msg') sends += 1
    return loses(action)
  }
  faults.timeoutNotSent('send_group_msg')
  await fake.group(1).member(2).says('hi')
  await bot.close()
  expect(sends).toBe(2)
  expect(said.at(-1)).toContain('may or may not have been carried out')
})

test('a pending message that was found can be recalled', async () => {
  const fake = peopled('napcat')
  const url = await fake.listen()
  let answer = (): void => {}
  const bot = createBot({
    endpoints: [
      { path: '/bot', tokens: [], answerWithinMs: 10, pending: 'wait', api: { url, timeoutMs: 250 } },
    ],
    accounts: [{ selfId: fake.world.selfId, implementation: 'napcat' }],
    log: createLog('silent'),
  })
  bot.on(
    'message',
    () =>
      new Promise<object>((resolve) => {
        answer = () => resolve(text('pong'))
      }),
  )
  const { endpoints } = await bot.listen({ port: 0 })
  fake.postTo(endpoints[0]?.url ?? '')
  fake.faults.timeoutButSent('send_group_msg')
  const look = mendAtLook(fake, 'send_group_msg')
  await fake.group(1).member(2).says('hi')
  await look
  answer()
  await bot.close()
  await fake.close()
  const own = fake.group(1).messages.filter(({ from }) => from === fake.world.selfId)
  expect(own.map(({ text, recalled }) => [text, recalled])).toEqual([
    ['wait', true],
    ['pong', false],
  ])
})
