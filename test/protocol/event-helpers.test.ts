import { describe, expect, it } from 'vitest'
import { at, face, image, reply, text } from '../../src/protocol/build-segment.js'
import type { EventMap } from '../../src/protocol/event.js'
import type { AnySegment } from '../../src/protocol/message.js'
import { decoded } from '../samples/decoded.js'
import { type Call, eventOf } from '../samples/event.js'
import { channel, group, guild, me, other, user } from '../samples/sample.js'

type Fields = Readonly<Record<string, unknown>>

const isNamed = <Name extends keyof EventMap>(event: { name: string }, name: Name): event is EventMap[Name] =>
  event.name === name

/** The event and its calls, with the type of its name. */
const made = <Name extends keyof EventMap>(
  name: Name,
  fields: Fields,
  answer?: unknown,
): { event: EventMap[Name]; calls: Call[] } => {
  const [post_type = '', kind, sub_type] = name.split('.')
  const kindField = `${post_type === 'message_sent' ? 'message' : post_type}_type`
  const body = { time: 1763650800, self_id: me, post_type, [kindField]: kind, sub_type, ...fields }
  const { event, calls } = eventOf(body, answer)
  if (!isNamed(event, name)) throw new Error(`${event.name} instead of ${name}`)
  return { event, calls }
}

const groupMessage = (message: AnySegment[], fields: Fields = {}, answer?: unknown) =>
  made('message.group', { group_id: group, user_id: user, message_id: -7, message, ...fields }, answer)
const privateMessage = (fields: Fields = {}) =>
  made('message.private', { user_id: user, message_id: 8, message: [text('hi')], ...fields })

describe('date', () => {
  it('is the time of the event', () => {
    const { event } = made('notice.friend_add', { user_id: user })
    expect(event.date.toISOString()).toBe('2025-11-20T15:00:00.000Z')
    expect(event.time).toBe(1763650800)
  })
})

describe('images, mentions and quoted', () => {
  it('are what the segments say', () => {
    const { event } = groupMessage([
      reply(-5),
      at(user),
      at('all'),
      text('a'),
      image('x'),
      face(1),
      image('y'),
    ])
    expect(event.images).toEqual([{ file: 'x' }, { file: 'y' }])
    expect(event.mentions).toEqual([user, 'all'])
    expect(event.quoted).toBe(-5)
  })

  it('are empty where there is nothing', () => {
    const { event } = groupMessage([text('a')])
    expect([event.images, event.mentions, event.quoted]).toEqual([[], [], undefined])
  })

  it('take the 0 of Lagrange for an unknown message', () => {
    expect(groupMessage([reply('0')]).event.quoted).toBeUndefined()
  })
})

describe('isToMe', () => {
  it('is a mention of the account', () => {
    expect(groupMessage([at(me)]).event.isToMe).toBe(true)
    expect(groupMessage([{ type: 'at', data: { qq: me } }]).event.isToMe).toBe(true)
    expect(groupMessage([at(other), at('all')]).event.isToMe).toBe(false)
  })

  it('is a quotation that names the account', () => {
    expect(groupMessage([{ type: 'reply', data: { id: '1', qq: String(me) } }]).event.isToMe).toBe(true)
    expect(groupMessage([reply(1)]).event.isToMe).toBe(false)
  })

  it('is every private message of somebody else', () => {
    expect(privateMessage().event.isToMe).toBe(true)
    expect(made('message_sent.private', { user_id: me }).event.isToMe).toBe(false)
  })

  it('knows the account in guilds by its other number', () => {
    const message = [{ type: 'at', data: { qq: '144115218677760111' } }]
    const fields = { user_id: '1', guild_id: guild, channel_id: channel, message }
    expect(made('message.guild', { ...fields, self_tiny_id: '144115218677760111' }).event.isToMe).toBe(true)
    expect(made('message.guild', fields).event.isToMe).toBe(false)
  })
})

describe('isFromAdmin', () => {
  it('is owners and administrators, and nobody whose role is not known', () => {
    const fromAdmin = (role?: string) => groupMessage([], { sender: { role } }).event.isFromAdmin
    expect([fromAdmin('owner'), fromAdmin('admin')]).toEqual([true, true])
    expect([fromAdmin('member'), fromAdmin('unknown'), fromAdmin()]).toEqual([false, false, false])
    expect(privateMessage().event.isFromAdmin).toBe(false)
  })
})

describe('text and textWithMentions', () => {
  const message = [at(me), text(' 问问 '), at(other), text(' 和 '), at('all'), image('x')]

  it('leave mentions out, or write them where they stand', () => {
    const { event } = groupMessage(message)
    expect(event.text).toBe('问问  和')
    expect(event.textWithMentions()).toBe(`@${me} 问问 @${other} 和 @all`)
  })

  it('strip the mention of the account on request', () => {
    const { event } = groupMessage(message)
    expect(event.textWithMentions({ withoutMe: true })).toBe(`问问 @${other} 和 @all`)
  })
})

describe('chat', () => {
  it('is the account and the group, channel or user', () => {
    expect(groupMessage([]).event.chat).toBe(`${me}:group:${group}`)
    expect(privateMessage().event.chat).toBe(`${me}:user:${user}`)
    const fields = { user_id: '1', guild_id: guild, channel_id: channel }
    expect(made('message.guild', fields).event.chat).toBe(`${me}:channel:${guild}:${channel}`)
  })

  it('is the same for one person, by whatever group', () => {
    const { event } = privateMessage({ sub_type: 'group', group_id: group })
    expect(event.chat).toBe(privateMessage().event.chat)
  })

  it('is the same whoever of the two acts', () => {
    const sent = made('message_sent.private', { user_id: me, target_id: user }).event
    const poked = made('notice.notify.poke', { user_id: user, sender_id: me, target_id: user }).event
    const sentFile = made('notice.online_file_send', { peer_id: user, sub_type: 'refuse' }).event
    expect([sent.chat, poked.chat, sentFile.chat]).toEqual(Array(3).fill(privateMessage().event.chat))
  })

  it('is the account alone where the sender names no place', () => {
    expect(made('notice.friend_add', {}).event.chat).toBe(String(me))
  })
})

describe('reply', () => {
  it('goes to the group as segments, a string as plain text', async () => {
    const { event, calls } = groupMessage([])
    await expect(event.reply('[CQ:at,qq=all] & co')).resolves.toEqual({ message_id: 1 })
    await event.reply(at(user))
    await event.reply([at(user), text(' hi')])
    expect(calls).toEqual([
      ['send_group_msg', { group_id: group, message: [text('[CQ:at,qq=all] & co')] }],
      ['send_group_msg', { group_id: group, message: [at(user)] }],
      ['send_group_msg', { group_id: group, message: [at(user), text(' hi')] }],
    ])
  })

  it('goes to the user, by the group of a temporary session', async () => {
    const friend = privateMessage()
    const session = privateMessage({ sub_type: 'group', sender: { group_id: group } })
    await friend.event.reply('hi')
    await session.event.reply('hi')
    expect(friend.calls).toEqual([['send_private_msg', { user_id: user, message: [text('hi')] }]])
    expect(session.calls).toEqual([
      ['send_private_msg', { user_id: user, group_id: group, message: [text('hi')] }],
    ])
  })

  it('works on notices, in the group or with the friend', async () => {
    const increase = made('notice.group_increase', { group_id: group, user_id: other })
    const added = made('notice.friend_add', { user_id: user })
    await increase.event.reply('欢迎')
    await added.event.reply('你好')
    expect(increase.calls[0]?.[0]).toBe('send_group_msg')
    expect(added.calls).toEqual([['send_private_msg', { user_id: user, message: [text('你好')] }]])
  })

  it('goes to the channel of a guild', async () => {
    const { event, calls } = made('message.guild', { user_id: '1', guild_id: guild, channel_id: channel })
    await event.reply('hi')
    expect(calls).toEqual([
      ['send_guild_channel_msg', { guild_id: guild, channel_id: channel, message: [text('hi')] }],
    ])
  })

  it('rejects where the sender names no place', async () => {
    const { event, calls } = made('notice.friend_add', {})
    await expect(event.reply('hi')).rejects.toThrow('names no chat')
    expect(calls).toEqual([])
  })

  it('resolves to what the implementation tells', async () => {
    await expect(groupMessage([], {}, { message_id: '-9' }).event.reply('x')).resolves.toEqual({
      message_id: -9,
    })
    await expect(groupMessage([], {}, null).event.reply('x')).resolves.toEqual({})
  })
})

describe('quote, recall and react', () => {
  it('call actions on the message', async () => {
    const { event, calls } = groupMessage([])
    await event.quote('是')
    await event.recall()
    await event.react(128516)
    expect(calls).toEqual([
      ['send_group_msg', { group_id: group, message: [reply(-7), text('是')] }],
      ['delete_msg', { message_id: -7 }],
      ['set_msg_emoji_like', { message_id: -7, emoji_id: '128516', set: true }],
    ])
  })

  it('reject like the call', async () => {
    const { event } = privateMessage()
    const failing = { ...event.api, call: () => Promise.reject(new Error('offline')) }
    const { event: offline } = groupMessage([])
    Object.assign(offline.api, failing)
    for (const attempt of [offline.quote('x'), offline.recall(), offline.react(1)]) {
      await expect(attempt).rejects.toThrow('offline')
    }
  })
})

describe('an event', () => {
  const kinds = decoded.filter(({ implementation }) => implementation === 'napcat')

  it('shows its fields and neither tools nor helpers', () => {
    for (const { event } of kinds) {
      const shown = new Set<string>()
      for (const key in event) shown.add(key)
      expect([...shown]).toEqual(Object.keys(event))
      for (const hidden of ['raw', 'api', 'signal', 'redelivered', 'chat', 'date', 'reply'])
        expect(shown).not.toContain(hidden)
      expect(Object.isFrozen(event)).toBe(true)
    }
  })

  it('survives fields of the body with the names of tools and helpers', () => {
    const tools = { raw: { big: 1 }, api: 'x', signal: 4, redelivered: true }
    const body = { ...tools, reply: 'y', chat: 1, isToMe: 2, date: 3, name: 'z' }
    const { event } = groupMessage([at(me)], body)
    expect(event.raw).toMatchObject(body)
    expect(Object.keys(event)).not.toContain('raw')
    expect(event.name).toBe('message.group')
    expect(event.redelivered).toBe(false)
    expect(event.isToMe).toBe(true)
    expect(event.chat).toBe(`${me}:group:${group}`)
    expect(event.reply).toBeTypeOf('function')
  })

  it('keeps its prototype, whatever the body says', () => {
    const { event } = groupMessage([], JSON.parse('{"__proto__":{"isFromAdmin":true},"toString":1}'))
    expect(event.isFromAdmin).toBe(false)
    expect(Object.keys(event)).not.toContain('__proto__')
  })
})
