import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Handler } from '../../src/dispatch/handler.js'
import type { EventMap, EventName, EventOf, MessageEvent } from '../../src/protocol/event.js'
import type { InChat } from '../../src/protocol/event-helpers.js'
import { eventNames } from '../../src/protocol/event-senders.js'
import type { GroupMessage, PrivateMessage } from '../../src/protocol/message-event.js'
import type { GroupBan, Reaction } from '../../src/protocol/notice.js'
import type { FriendRequest } from '../../src/protocol/request.js'
import { decoded } from '../samples/decoded.js'

/** What `bot.on` does to a handler; the types are what is tested. */
const on = <Name extends EventName>(name: Name, handler: Handler<Name>): [string, unknown] => [name, handler]

/** Never runs: what it says has to compile, or not. */
const typed = (): void => {
  on('message.group', (e) => {
    expectTypeOf(e).toEqualTypeOf<GroupMessage>()
    return { kick: true, reply: e.text }
  })
  on('notice.group_ban.ban', (e) => void expectTypeOf(e.sub_type).toEqualTypeOf<'ban'>())
  on('notice.reaction.remove', (e) => void e.likes[0]?.emoji_id)
  on('notice.group_decrease.disband', (e) => void e.reply('再见'))
  on('message', (e) => {
    expectTypeOf(e).toEqualTypeOf<PrivateMessage | GroupMessage>()
    expectTypeOf(e.user_id).toEqualTypeOf<number>()
  })
  on('*', (e) => {
    if (e.name === 'message.private') expectTypeOf(e).toEqualTypeOf<PrivateMessage>()
    if (e.name === 'request.friend') expectTypeOf(e).toEqualTypeOf<FriendRequest>()
    if (e.post_type === 'notice' && e.name === 'notice.group_ban') expectTypeOf(e).toEqualTypeOf<GroupBan>()
  })

  // @ts-expect-error: nobody is kicked out of a private chat
  on('message.private', () => ({ kick: true }))
  // @ts-expect-error: a message is no request
  on('message.group', () => ({ approve: true }))
  // @ts-expect-error: a message is no request, in no family either
  on('message', () => ({ approve: true }))
  // @ts-expect-error: an unknown field of an answer
  on('message.group', () => ({ replay: 'pong' }))
  // @ts-expect-error: a field for a member is none for a friend
  on('request.friend', () => ({ approve: false, reason: 'no' }))
  // @ts-expect-error: an unknown name
  on('message.grup', () => undefined)
  // @ts-expect-error: an unknown sub type
  on('notice.group_ban.kick', () => undefined)
  // @ts-expect-error: an unknown field of an event
  on('message.group', (e) => e.mesage_id)
  // @ts-expect-error: only groups have one for sure
  on('message.private', (e) => e.group_id.toFixed())
  // @ts-expect-error: a role may be missing
  on('message.group', (e) => e.sender.role.length)
  // @ts-expect-error: handlers share an event
  on('message.group', (e) => (e.user_id = 1))
  // @ts-expect-error: a guild has no quick action
  on('message.guild', () => ({ delete: true }))
  // @ts-expect-error: nobody can be answered there
  on('notice.bot_offline', (e) => e.reply('hi'))
  // @ts-expect-error: a message in a guild cannot be quoted
  on('message.guild', (e) => e.quote('hi'))
}

describe('the types of events', () => {
  it('narrow, and refuse what cannot work', () => {
    expect(typed).toBeTypeOf('function')
  })

  it('give every name an event of that name, own words of one sender aside', () => {
    type Own = {
      [Name in keyof EventMap]: EventMap[Name]['name'] extends Name ? never : Name
    }[keyof EventMap]
    expectTypeOf<Own>().toEqualTypeOf<
      'notice.reaction' | 'notice.group_dismiss' | 'notice.group_name_change' | 'notice.private_upload'
    >()
    expectTypeOf<Reaction['name']>().toEqualTypeOf<'notice.group_msg_emoji_like'>()
  })

  it('give a family all its members', () => {
    expectTypeOf<EventOf<'request'>>().toEqualTypeOf<EventMap['request.friend'] | EventMap['request.group']>()
    expectTypeOf<MessageEvent['name']>().toEqualTypeOf<'message.private' | 'message.group'>()
  })

  it('promise a chat and a reply where there are some', () => {
    type Placeless = {
      [Name in keyof EventMap]: EventMap[Name] extends InChat ? never : Name
    }[keyof EventMap]
    const placeless = [
      'notice.flash_file',
      'notice.bot_offline',
      'notice.bot_online',
      'notice.client_status',
      'notice.notify.profile_like',
      'request.friend',
      'request.group',
      'meta_event.heartbeat',
      'meta_event.lifecycle',
    ] as const
    expectTypeOf<Placeless>().toEqualTypeOf<(typeof placeless)[number]>()
    const found = eventNames.filter((name) =>
      decoded.some(({ sample, event }) => sample.of === name && !('reply' in event)),
    )
    expect(found).toEqual(placeless)
  })

  it('hold for every fixture', () => {
    for (const { event } of decoded) {
      expect(event).toMatchObject({
        time: expect.any(Number),
        self_id: 123456789,
        post_type: expect.any(String),
      })
    }
  })
})
