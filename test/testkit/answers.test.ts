import { describe, expect, test } from 'vitest'
import type { Implementation } from '../../src/protocol/implementation.js'
import { type Answer, inWords, openScene } from './fake.js'

const all = ['napcat', 'llonebot', 'go-cqhttp', 'lagrange', 'shamrock'] as const
type Cells = readonly [napcat: string, llonebot: string, goCqhttp: string, lagrange: string, shamrock: string]
type Row = readonly [name: string, answer: Answer, effects: Cells]

/** One test for each cell of a table; effects are divided by `, `. */
const table = (
  rows: readonly Row[],
  effectsOf: (dialect: Implementation, answer: Answer) => Promise<readonly string[]>,
): void => {
  for (const [name, answer, cells] of rows)
    test.each(all.map((dialect, index) => ({ dialect, effects: cells[index] ?? '' })))(
      `${name}: $dialect does '$effects'`,
      async ({ dialect, effects }) => {
        expect((await effectsOf(dialect, answer)).join(', ')).toBe(effects)
      },
    )
}

const inGroup = async (dialect: Implementation, answer: Answer, status = 200): Promise<string[]> => {
  const { fake } = await openScene(dialect, answer, { status })
  return (await fake.group(1).member(2).says('hi')).effects.map(inWords)
}

const inPrivate = async (dialect: Implementation, answer: Answer): Promise<string[]> => {
  const { fake } = await openScene(dialect, answer)
  return (await fake.friend(2).says('hi')).effects.map(inWords)
}

const pong = { type: 'text', data: { text: 'pong' } }
const same = (effect: string): Cells => [effect, effect, effect, '', effect]

describe('a group message answered with', () => {
  table(
    [
      [
        'a reply',
        { reply: 'pong' },
        ['send >1001 pong', 'send >1001 pong', 'send pong', '', 'send >1001 pong'],
      ],
      [
        'segments',
        { reply: [pong] },
        ['send >1001 pong', 'send >1001 pong', 'send pong', '', 'send >1001 pong'],
      ],
      ['one segment', { reply: pong }, ['send >1001 pong', 'send >1001 pong', 'send pong', '', '']],
      [
        'a CQ code',
        { reply: '[CQ:at,qq=3]!' },
        ['send >1001 @3!', 'send >1001 @3!', 'send @3!', '', 'send >1001 @3!'],
      ],
      [
        'a CQ code and auto_escape',
        { reply: '[CQ:at,qq=3]', auto_escape: true },
        [
          'send >1001 [CQ:at,qq=3]',
          'send >1001 [CQ:at,qq=3]',
          'send [CQ:at,qq=3]',
          '',
          'send >1001 [CQ:at,qq=3]',
        ],
      ],
      [
        'auto_escape in another type',
        { reply: '[CQ:at,qq=3]', auto_escape: 'false' },
        ['send >1001 [CQ:at,qq=3]', 'send >1001 @3', 'send @3', '', 'send >1001 @3'],
      ],
      [
        'at_sender',
        { reply: 'pong', at_sender: true },
        ['send >1001 @2pong', 'send >1001 @2pong', 'send @2pong', '', 'send >1001 @2pong'],
      ],
      [
        'at_sender and segments',
        { reply: [pong], at_sender: true },
        ['send >1001 @2pong', 'send >1001 @2pong', 'send @2pong', '', 'send >1001 @2pong'],
      ],
      [
        'at_sender as the string "false"',
        { reply: 'pong', at_sender: 'false' },
        ['send >1001 @2pong', 'send >1001 @2pong', 'send pong', '', 'send >1001 pong'],
      ],
      [
        'at_sender and a quotation mark',
        { reply: 'a"b', at_sender: true },
        ['send >1001 @2a"b', 'send >1001 @2a"b', 'send @2a', '', 'send >1001 @2a"b'],
      ],
      [
        'at_sender and a backslash',
        { reply: 'C:\\new', at_sender: true },
        ['send >1001 @2C:\\new', 'send >1001 @2C:\\new', 'send @2C:\new', '', 'send >1001 @2C:\\new'],
      ],
      [
        'at_sender and auto_escape',
        { reply: 'pong', at_sender: true, auto_escape: true },
        ['send >1001 @2pong', 'send >1001 @2pong', 'send [CQ:at,qq=2]pong', '', 'send >1001 @2pong'],
      ],
      [
        'a quotation of its own',
        { reply: [{ type: 'reply', data: { id: '1001' } }, pong] },
        ['send >1001 >1001 pong', 'send >1001 >1001 pong', 'send >1001 pong', '', 'send >1001 >1001 pong'],
      ],
      ['an empty string', { reply: '' }, ['', '', 'fail reply', '', 'send >1001 ']],
      ['an empty array', { reply: [] }, ['send >1001 ', 'send >1001 ', 'fail reply', '', 'send >1001 ']],
      ['delete', { delete: true }, ['', 'recall 1001', 'recall 1001', '', 'recall 1001']],
      ['kick', { kick: true }, ['', 'kick 2', 'kick 2', '', 'kick 2']],
      [
        'kick and reject_add_request',
        { kick: true, reject_add_request: true },
        ['', 'kick 2', 'kick 2 for good', '', 'kick 2'],
      ],
      ['ban', { ban: true }, ['', 'mute 2 1800', 'mute 2 1800', '', 'mute 2 1800']],
      [
        'ban and a duration',
        { ban: true, ban_duration: 60 },
        ['', 'mute 2 60', 'mute 2 60', '', 'mute 2 60'],
      ],
      ['ban for 0 seconds', { ban: true, ban_duration: 0 }, ['', 'mute 2 1800', 'mute 2 0', '', '']],
      ['a duration alone', { ban_duration: 60 }, ['', '', '', '', '']],
      [
        'all of it',
        { ban: true, kick: true, delete: true, reply: 'pong' },
        [
          'send >1001 pong',
          'send >1001 pong, recall 1001, kick 2, fail ban',
          'send pong, recall 1001, kick 2, fail ban',
          '',
          'send >1001 pong, recall 1001, kick 2, fail ban',
        ],
      ],
      [
        'text and a picture that stands alone',
        { reply: [pong, { type: 'record', data: { file: 'a' } }] },
        ['send >1001 pong[record]', 'send >1001 pong[record]', 'send pong[record]', '', 'send [record]'],
      ],
      [
        'a segment of another type',
        { reply: [pong, { type: 'moon', data: { x: '1' } }] },
        ['fail reply', 'send >1001 pong', 'send pong[CQ:moon,x=1]', '', 'send >1001 pong'],
      ],
      [
        'an array of calls',
        [{ action: 'set_group_ban', params: { group_id: 1, user_id: 2, duration: 5 } }],
        ['', '', '', '', 'mute 2 5'],
      ],
      ['null', 'null', ['fail answer', '', '', '', '']],
      ['no JSON', 'OK', ['fail answer', '', '', '', 'fail answer']],
      ['nothing', '', ['', '', '', '', 'fail answer']],
      ['an empty object', {}, same('')],
      ['JSON5 with a comment', "{reply: 'pong', /* */}", ['send >1001 pong', '', '', '', 'fail answer']],
    ],
    inGroup,
  )
})

describe('a private message answered with', () => {
  table(
    [
      ['a reply', { reply: 'pong' }, ['send pong', 'send >1001 pong', 'send pong', '', 'send >1001 pong']],
      [
        'a reply and auto_reply: false',
        { reply: 'pong', auto_reply: false },
        ['send pong', 'send >1001 pong', 'send pong', '', 'send pong'],
      ],
      ['an empty array', { reply: [] }, ['fail reply', 'send >1001 ', 'fail reply', '', 'send >1001 ']],
      [
        'at_sender',
        { reply: 'pong', at_sender: true },
        ['send pong', 'send >1001 pong', 'send pong', '', 'send >1001 pong'],
      ],
    ],
    inPrivate,
  )
})

describe('a status of 500 with a reply', () => {
  const effects: Cells = ['fail answer', 'send >1001 pong', 'send pong', '', 'send >1001 pong']
  table([['is', { reply: 'pong' }, effects]], (dialect, answer) => inGroup(dialect, answer, 500))
})

describe('a status of 204', () => {
  table([['is', '', ['', '', '', '', '']]], (dialect, answer) => inGroup(dialect, answer, 204))
})

describe('an own message answered with a reply', () => {
  table([['is', { reply: 'pong' }, ['', '', '', '', 'send >1001 pong']]], async (dialect, answer) => {
    const { fake } = await openScene(dialect, answer)
    const message = fake.world.write({ group: 1 }, fake.world.selfId, [pong])
    const delivered = await fake.deliver({
      post_type: 'message_sent',
      message_type: 'group',
      group_id: 1,
      user_id: fake.world.selfId,
      message_id: message.id,
    })
    return delivered.effects.map(inWords)
  })
})

describe("a friend's request answered with", () => {
  table(
    [
      ['approve', { approve: true }, ['approve', 'approve', 'approve', '', '']],
      ['approve: false', { approve: false }, ['decline', 'decline', 'decline', '', '']],
      ['approve as the string "false"', { approve: 'false' }, ['approve', 'approve', 'decline', '', '']],
      [
        'approve and a remark',
        { approve: true, remark: '小明' },
        ['approve', 'approve 小明', 'approve', '', ''],
      ],
      [
        'approve: false and a remark',
        { approve: false, remark: 'x' },
        ['decline', 'decline x', 'decline', '', ''],
      ],
      ['a remark alone', { remark: '小明' }, ['', '', '', '', '']],
    ],
    async (dialect, answer) => {
      const { fake } = await openScene(dialect, answer)
      return (await fake.stranger(9).asksToBeFriend('hi')).effects.map(inWords)
    },
  )
})

describe("a group's request answered with", () => {
  table(
    [
      ['approve', { approve: true }, ['approve', 'approve', 'approve', '', '']],
      [
        'a reason',
        { approve: false, reason: '满了' },
        ['decline 满了', 'decline 满了', 'decline 满了', '', ''],
      ],
    ],
    async (dialect, answer) => {
      const { fake } = await openScene(dialect, answer)
      return (await fake.stranger(9).asksToJoin(1)).effects.map(inWords)
    },
  )
})

describe('an invitation answered with', () => {
  table(
    [['approve', { approve: true }, ['approve', 'approve', 'approve', '', '']]],
    async (dialect, answer) => {
      const { fake } = await openScene(dialect, answer)
      const { effects } = await fake.group(1).member(2).invitesTo(7)
      expect(fake.world.groups.has(7)).toBe(effects.length > 0)
      return effects.map(inWords)
    },
  )
})

describe('a notice answered with a reply', () => {
  table([['is', { reply: 'welcome' }, ['', '', '', '', '']]], async (dialect, answer) => {
    const { fake } = await openScene(dialect, answer)
    return (await fake.group(1).joins({ id: 9 })).effects.map(inWords)
  })
})

test('llonebot and nobody else leaves a message alone that it does not remember', async () => {
  const event = { post_type: 'message', message_type: 'group', group_id: 1, user_id: 2, message_id: 5 }
  const llonebot = await openScene('llonebot', { kick: true })
  expect((await llonebot.fake.deliver(event)).effects).toEqual([])
  const goCqhttp = await openScene('go-cqhttp', { kick: true })
  expect((await goCqhttp.fake.deliver(event)).effects.map(inWords)).toEqual(['kick 2'])
})

test('napcat loses the characters on the borders of chunks, unless they are escaped', async () => {
  const words = '喵'.repeat(60_000)
  const plain = await openScene('napcat', { reply: words })
  await plain.fake.friend(2).says('hi')
  expect(plain.fake.friend(2).messages[1]?.text).toContain('\uFFFD')
  const escaped = JSON.stringify({ reply: words }).replaceAll('喵', '\\u55b5')
  const ascii = await openScene('napcat', escaped)
  await ascii.fake.friend(2).says('hi')
  expect(ascii.fake.friend(2).messages[1]?.text).toBe(words)
})

test('the others lose none', async () => {
  const words = '喵'.repeat(60_000)
  const { fake } = await openScene('llonebot', { reply: words })
  await fake.friend(2).says('hi')
  expect(fake.friend(2).messages[1]?.text).toBe(words)
})
