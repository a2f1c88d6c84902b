import { describe, expect, test } from 'vitest'
import {
  type AnyEvent,
  all,
  any,
  type Bot,
  fromGroup,
  fromUser,
  has,
  isAdmin,
  isOwner,
  isSuperuser,
  keyword,
  type Matcher,
  matcher,
  not,
  toMe,
  type Verdict,
} from '../../src/index.js'
import { groupMessage, openDoor, post, selfId } from '../support/door.js'

/** What a matcher says of an event, asked as a bot asks it. */
const asked = async (condition: Matcher, body: object): Promise<true | string> => {
  let verdict: Verdict | undefined
  const door = await openDoor(
    (bot) => {
      bot.on('*', async (event) => {
        const verdicts = await bot.explain(event)
        verdict = verdicts.find(({ where }) => where === 'message.group.normal' || where === 'notice')
      })
      bot.on('message.group.normal', condition, () => {})
      bot.on('notice', condition, () => {})
    },
    { superusers: [99_999] },
  )
  const isNotice = 'notice_type' in body
  await post(door.port, body)
  const all = verdict
  if (all === undefined) throw new Error(`nothing was said of ${isNotice ? 'the notice' : 'the message'}`)
  return all.sees || (all.because ?? '')
}

const segment = (type: string, data: object) => ({ message: [{ type, data }] })
const image = segment('image', { file: 'a.jpg' })
const role = (role: string) => ({ sender: { user_id: 1, nickname: 'a', role } })

describe('a matcher lets through, or says why not', () => {
  test.each<[Matcher, object, true | string]>([
    [fromGroup(456789012), {}, true],
    [fromGroup(), {}, true],
    [fromGroup(1, 2), {}, 'fromGroup(1, 2): it is in group 456789012'],
    [fromUser(87654321), {}, true],
    [fromUser(1), {}, 'fromUser(1): it is by 87654321'],
    [isAdmin, role('owner'), true],
    [isAdmin, role('admin'), true],
    [isAdmin, {}, 'isAdmin: the sender is member'],
    [isOwner, role('admin'), 'isOwner: the sender is admin'],
    [isSuperuser, { user_id: 99_999 }, true],
    [isSuperuser, {}, 'isSuperuser: 87654321 is no superuser'],
    [toMe, segment('at', { qq: String(selfId) }), true],
    [toMe, {}, 'toMe: it does not mention the account'],
    [has('image'), image, true],
    [has('image'), {}, "has('image'): it has no image"],
    [has('reply'), segment('reply', { id: '7' }), true],
    [has('at'), segment('at', { qq: '' }), "has('at'): it has no at"],
    [keyword('代购', '刷单'), {}, "keyword('代购', '刷单'): its text has none of 代购, 刷单"],
    [keyword('hi'), {}, true],
    [all(fromGroup(), has('image')), image, true],
    [all(fromGroup(), has('image')), {}, "all(fromGroup(), has('image')): it has no image"],
    [any(has('image'), keyword('hi')), {}, true],
    [
      any(has('image'), toMe),
      {},
      "any(has('image'), toMe): it has no image, and it does not mention the account",
    ],
    [not(keyword('hi')), {}, "not(keyword('hi')): keyword('hi') says yes"],
    [not(has('image')), {}, true],
    [matcher('short', (event) => 'text' in event && String(event.text).length < 3), {}, true],
    [matcher('long', () => false), {}, 'long: long says no'],
    [matcher('long', () => 'it is too short'), {}, 'long: it is too short'],
  ])('$name: %o', async (condition, changes, verdict) => {
    expect(await asked(condition, groupMessage('hi', changes))).toBe(verdict)
  })

  test('about what is no message too', async () => {
    const notice = {
      post_type: 'notice',
      notice_type: 'group_increase',
      sub_type: 'approve',
      self_id: selfId,
    }
    const joined = { ...notice, group_id: 5, user_id: 99_999 }
    expect(await asked(fromGroup(5), joined)).toBe(true)
    expect(await asked(isSuperuser, joined)).toBe(true)
    for (const condition of [isAdmin, toMe, has('image'), keyword('hi')])
      expect(await asked(condition, joined)).toContain('it is no message')
    const offline = { post_type: 'notice', notice_type: 'bot_offline', self_id: selfId, message: 'bye' }
    expect(await asked(fromGroup(5), offline)).toContain('it is in no group')
    expect(await asked(keyword('bye'), offline)).toContain('it is no message')
  })
})

describe('a matcher stands in front', () => {
  const replies = async (setUp: (bot: Bot) => void, ...messages: object[]): Promise<unknown[]> => {
    const { port } = await openDoor(setUp)
    return Promise.all(
      messages.map(async (message) => {
        const { body } = await post(port, message)
        return body === '' ? undefined : JSON.parse(body).reply
      }),
    )
  }

  test('of handlers, texts and middlewares', async () => {
    const here = groupMessage('hi', { group_id: 1 })
    const there = groupMessage('hi', { group_id: 2 })
    expect(await replies((bot) => bot.on('message', fromGroup(1), () => 'on'), here, there)).toEqual([
      'on',
      undefined,
    ])
    const texts = (bot: Bot) => {
      bot.text('hi', fromGroup(1), () => 'first')
      bot.text(/h/, () => 'second')
    }
    expect(await replies(texts, here, there)).toEqual(['first', 'second'])
    const guard = (bot: Bot) => {
      bot.use(fromGroup(1), () => undefined)
      bot.on('message', () => 'behind')
    }
    expect(await replies(guard, here, there)).toEqual([undefined, 'behind'])
  })

  test('and one that throws says no, and is reported', async () => {
    const broken = matcher('broken', () => {
      throw new Error('inside')
    })
    const door = await openDoor((bot) => {
      bot.on('message', broken, () => 'never')
      bot.text('hi', broken, () => 'never')
      bot.on('message', () => 'the other')
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ body: '{"reply":"the other"}' })
    await door.said('the handler of the matcher broken failed')
  })
})

test('bot.explain tells of every link and handler in order, and runs none', async () => {
  let ran = 0
  const count = () => {
    ran += 1
  }
  let event: AnyEvent | undefined
  const door = await openDoor((bot) => {
    bot.on('notice', count)
    bot.on('message', has('image'), count)
    bot.use((seen, next) => {
      event = seen
      return next()
    })
    bot.command('ban <who:user>', { role: 'admin', in: 'group' }, count)
    bot.text(['a', 'b'], count)
    bot.text(/^h/, toMe, count)
    bot.on('message.group', count)
  })
  await post(door.port, groupMessage('/ban 10001'))
  if (event === undefined) throw new Error('no event was seen')
  ran = 0
  expect(await door.bot.explain(event)).toEqual([
    { where: 'use', kind: 'link', sees: true },
    { where: 'command ban', kind: 'link', sees: false, because: 'it is only for admin', takes: 'always' },
    { where: 'text a | b', kind: 'link', sees: false, because: 'the text is not a or b' },
    { where: 'text /^h/', kind: 'link', sees: false, because: 'the text does not fit /^h/' },
    { where: 'command help', kind: 'link', sees: false, because: expect.stringContaining('does not begin') },
    { where: 'did you mean', kind: 'link', sees: false, because: 'nothing was mistyped' },
    { where: 'message.group', kind: 'handler', sees: true },
    { where: 'message', kind: 'handler', sees: false, because: "has('image'): it has no image" },
    { where: 'notice', kind: 'handler', sees: false, because: 'the event is message.group' },
  ])
  expect(ran).toBe(0)
})

test('bot.explain says where an event would end: at a command that is not switched off, at a text that answers', async () => {
  let verdicts: readonly Verdict[] = []
  const door = await openDoor((bot) => {
    bot.use(async (event, next) => {
      verdicts = await bot.explain(event)
      return next()
    })
    bot.command('ban <who:user>', () => {})
    bot.text('/ban', () => undefined)
  })
  const takers = async () => {
    await post(door.port, groupMessage('/ban'))
    return verdicts.filter(({ takes }) => takes).map(({ where, sees, takes }) => ({ where, sees, takes }))
  }
  const text = { where: 'text /ban', sees: true, takes: 'with an answer' }
  expect(await takers()).toEqual([{ where: 'command ban', sees: false, takes: 'always' }, text])
  await door.bot.commands.disable('ban')
  expect(await takers()).toEqual([text])
})

test('bot.handlers lists what is registered, in the order in which it is asked', async () => {
  const { bot } = await openDoor()
  bot.on('message', all(fromGroup(1), has('image')), () => {})
  bot.text('hi', toMe, () => {})
  bot.command('ban', { when: isAdmin }, () => {})
  await bot.plugin(function welcome(own: Bot) {
    own.on('notice', () => {})
  })
  expect(bot.handlers).toEqual([
    { where: 'text hi', kind: 'link', matcher: 'toMe' },
    { where: 'command ban', kind: 'link', matcher: 'isAdmin' },
    { where: 'command help', kind: 'link' },
    { where: 'did you mean', kind: 'link' },
    { where: 'message', kind: 'handler', matcher: "all(fromGroup(1), has('image'))" },
    { where: 'notice (welcome)', kind: 'handler', plugin: 'welcome' },
  ])
})
