import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { at, type Bot, createBot, image, text } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { type Implementation, implementations } from '../../src/protocol/implementation.js'
import { createFakeOneBot, type FakeOneBot } from '../../src/testkit/fake-onebot.js'
import { type Summary, summarize } from '../../src/testkit/summary.js'

/** One answer of a handler: an object of fields, or a string. */
type Answer = Readonly<Record<string, unknown>> | string

/** A kind of event, how it happens in the world, and the answers to try. */
interface Kind {
  readonly name: string
  readonly happens: (fake: FakeOneBot) => Promise<unknown>
  readonly answers: readonly Answer[]
}

/** Every combination of one value of each field; `undefined` leaves the field out. */
const combinations = (fields: Readonly<Record<string, readonly unknown[]>>): Answer[] =>
  Object.entries(fields)
    .reduce<Record<string, unknown>[]>(
      (made, [field, values]) =>
        made.flatMap((one) =>
          values.map((value) => (value === undefined ? one : { ...one, [field]: value })),
        ),
      [{}],
    )
    .filter((one) => Object.keys(one).length > 0)

/** Small enough for a message, on the machine of the bot. */
const thisFile = fileURLToPath(import.meta.url)

const tricky = '"a\\b" [CQ:at,qq=all] & 你好😀'

const kinds: readonly Kind[] = [
  {
    name: 'message.group',
    happens: (fake) => fake.group(1).member(2).says('hi'),
    answers: [
      ...combinations({
        reply: [undefined, 'pong', tricky, [at(2), text(tricky)]],
        reply_at: [undefined, true],
        delete: [undefined, true],
        kick: [undefined, true],
        ban: [undefined, true, false],
      }),
      ...combinations({ ban: [true], ban_duration: [60, 0], reply: [undefined, 'pong'] }),
      { delete: false, kick: false, ban: false },
      { reply: 'pong', at_sender: false },
      { reply: [image(thisFile), text('pong')] },
    ],
  },
  { name: 'message.private', happens: (fake) => fake.friend(2).says('hi'), answers: ['pong', tricky] },
  {
    name: 'request.friend',
    happens: (fake) => fake.stranger(9).asksToBeFriend('hi'),
    answers: combinations({ approve: [true, false], remark: [undefined, '小明'] }),
  },
  {
    name: 'request.group',
    happens: (fake) => fake.stranger(9).asksToJoin(1, 'hi'),
    answers: combinations({ approve: [true, false], reason: [undefined, '暗号?'] }),
  },
  {
    name: 'request.group',
    happens: (fake) => fake.group(1).member(2).invitesTo(5),
    answers: combinations({ approve: [true, false] }),
  },
  {
    name: 'notice.group_increase',
    happens: (fake) => fake.group(1).joins({ id: 7 }),
    answers: ['welcome', { reply: tricky }],
  },
  {
    name: 'notice.notify.poke',
    happens: (fake) => fake.group(1).member(2).pokes(),
    answers: ['do not'],
  },
]

interface Setting {
  readonly hasClient: boolean
  /** Milliseconds; 0: every answer is late. */
  readonly answerWithinMs: number
}

interface Outcome {
  /** The world afterwards, as plain data. */
  readonly world: Summary
  readonly warnings: readonly string[]
}

const peopled = (dialect: Implementation): FakeOneBot => {
  const fake = createFakeOneBot({ dialect, token: 'key', apiToken: 'api' })
  fake.world.addGroup({ id: 1, botRole: 'owner', members: [{ id: 2 }, { id: 3, role: 'admin' }] })
  fake.world.addFriend({ id: 2 })
  return fake
}

/** A bot with these handlers in front of this fake; what happens is over when it resolves. */
const play = async (
  dialect: Implementation,
  { hasClient, answerWithinMs }: Setting,
  setUp: (bot: Bot) => void,
  happens: (fake: FakeOneBot) => Promise<unknown>,
): Promise<Outcome> => {
  const warnings: string[] = []
  const fake = peopled(dialect)
  const api = hasClient ? { api: { url: await fake.listen(), token: 'api' } } : {}
  const bot = createBot({
    endpoints: [{ path: '/bot', tokens: dialect === 'shamrock' ? [] : ['key'], answerWithinMs, ...api }],
    accounts: [{ selfId: fake.world.selfId, implementation: dialect, ...api }],
    log: createLog('warn', { write: (line) => void warnings.push(JSON.parse(line).msg) }),
  })
  setUp(bot)
  const { endpoints } = await bot.listen({ port: 0 })
  fake.postTo(endpoints[0]?.url ?? '')
  await happens(fake)
  await bot.close()
  await fake.close()
  return { world: summarize(fake.world), warnings }
}

const describeAnswer = (answer: Answer): string => JSON.stringify(answer)

const cases = kinds.flatMap((kind) =>
  kind.answers.map((answer) => ({ ...kind, answer, what: describeAnswer(answer) })),
)

describe.each([
  { how: 'in time', answerWithinMs: 3000 },
  { how: 'late', answerWithinMs: 0 },
])('with a client, $how', ({ answerWithinMs }) => {
  test.each(cases)(
    '$name → $what: the world is the same on every implementation',
    async ({ name, happens, answer }) => {
      const setting = { hasClient: true, answerWithinMs }
      const outcomes = await Promise.all(
        implementations.map((dialect) =>
          play(dialect, setting, (bot) => bot.onUnknown(name, () => answer), happens),
        ),
      )
      const [first, ...others] = outcomes.map(({ world }) => world)
      for (const other of others) expect(other).toEqual(first)
      expect(outcomes.flatMap(({ warnings }) => warnings)).toEqual([])
    },
  )
})

/** What each field of an answer did, as far as the world shows it. */
const effectsOf = ({ groups, talks, requests, friends }: Summary): Readonly<Record<string, unknown>> => {
  const lines = [...(groups[1]?.messages ?? []), ...Object.values(talks).flat()]
  const [, state, reason] = /(open|approved|declined)(?:: (.*))?$/.exec(requests[0] ?? '') ?? []
  return {
    // Whether a response quotes is up to the implementation.
    reply: lines.filter((line) => line.startsWith('10000: ')).map((line) => line.replace(/>-?\d+ /g, '')),
    delete: lines.includes('2: (recalled)'),
    kick: groups[1] !== undefined && !('2' in groups[1].members),
    ban: groups[1]?.muted[2],
    approve: state,
    reason,
    remark: friends[9] || undefined,
  }
}

type Effects = ReturnType<typeof effectsOf>

const differing = (one: Effects, other: Effects): string[] =>
  Object.keys(other)
    .filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]))
    .toSorted()

const named: Readonly<Record<string, string>> = { at_sender: 'reply', ban_duration: 'ban' }

/** The fields that were said to take no effect. */
const warnedOf = (warnings: readonly string[]): string[] => {
  const fields = warnings.flatMap((line) => /: "(\w+)" (?:takes no effect|leaves with)/.exec(line)?.[1] ?? [])
  return [...new Set(fields.map((field) => named[field] ?? field))].toSorted()
}

describe.each([
  { how: 'in time', answerWithinMs: 3000 },
  { how: 'late', answerWithinMs: 0 },
])('without a client, $how', ({ answerWithinMs }) => {
  test.each(cases)(
    '$name → $what: exactly what was warned about is missing',
    async ({ name, happens, answer }) => {
      const setUp = (bot: Bot) => bot.onUnknown(name, () => answer)
      const effects = async (handlers: (bot: Bot) => void) =>
        effectsOf((await play('napcat', { hasClient: true, answerWithinMs }, handlers, happens)).world)
      const [nothing, expected] = [await effects(() => {}), await effects(setUp)]
      for (const dialect of implementations) {
        const { world, warnings } = await play(dialect, { hasClient: false, answerWithinMs }, setUp, happens)
        const missing = differing(effectsOf(world), expected)
        // A remark for somebody who is declined shows nowhere.
        const visible = differing(nothing, expected)
        const warned = warnedOf(warnings).filter((field) => visible.includes(field))
        expect({ dialect, missing }).toEqual({ dialect, missing: warned })
      }
    },
  )
})

test('180 kB of Chinese and emoji arrive on NapCat as they were', async () => {
  const long = '你好，世界😀'.repeat(10_000)
  const setting = { hasClient: false, answerWithinMs: 3000 }
  const happens = (fake: FakeOneBot) => fake.friend(2).says('hi')
  const { world } = await play('napcat', setting, (bot) => bot.on('message', () => long), happens)
  expect(Buffer.byteLength(long)).toBeGreaterThan(180_000)
  expect(world.talks[2]).toEqual(['2: hi', `10000: ${long}`])
})

test.each(implementations)('the same bot in the same story leaves the same world on %s', async (dialect) => {
  const setUp = (bot: Bot): void => {
    bot.text('ping', () => 'pong')
    bot.on('message.group', (event) =>
      event.text.includes('spam')
        ? { reply: 'no "spam" [here]', reply_at: true, delete: true, ban: true, ban_duration: 60 }
        : undefined,
    )
    bot.on('message.group.normal', (event) => (event.text.includes('spam') ? 'first' : undefined))
    bot.on('notice.group_increase', (event) => [at(event.user_id), text(' welcome')])
    bot.on('request.friend', () => ({ approve: true, remark: 'new' }))
    bot.on('request.group.add', () => ({ approve: false, reason: 'full' }))
  }
  const story = async (fake: FakeOneBot): Promise<void> => {
    await fake.group(1).member(2).says('ping')
    await fake.group(1).member(2).says('spam')
    await fake.group(1).joins({ id: 7 })
    await fake.stranger(9).asksToBeFriend('hi')
    await fake.stranger(8).asksToJoin(1)
  }
  const { world, warnings } = await play(dialect, { hasClient: true, answerWithinMs: 3000 }, setUp, story)
  expect(warnings).toEqual([])
  expect(world.requests).toEqual(['friend 9 approved', 'add 8 to 1 declined: full'])
  expect(world.friends).toMatchObject({ 9: 'new' })
  expect(world.groups[1]?.muted).toEqual({ 2: 60 })
  // Calls of one event keep their order; those of two events need not.
  const lines = world.groups[1]?.messages.map((line) => line.replace(/>-?\d+ /, '> ')).toSorted()
  expect(lines).toEqual(
    [
      '2: ping',
      '2: (recalled)',
      '10000: > pong',
      '10000: > first',
      '10000: > @2no "spam" [here]',
      '10000: @7 welcome',
    ].toSorted(),
  )
})
