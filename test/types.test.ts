import { describe, expectTypeOf, test } from 'vitest'
import type { AnyEvent, Bot, EventOf, GroupMessage, Segment } from '../src/index.js'

/** Read by the compiler: each `@ts-expect-error` is an error that users are promised. */
describe('the types of handlers', () => {
  const inBot = (_use: (bot: Bot) => void): void => {}

  test('an event follows from its name', () => {
    expectTypeOf<EventOf<'message.group'>>().toEqualTypeOf<GroupMessage>()
    expectTypeOf<EventOf<'message.group'>['message']>().toEqualTypeOf<readonly Segment[]>()
    expectTypeOf<EventOf<'notice.group_increase.invite'>['sub_type']>().toEqualTypeOf<'invite'>()
    expectTypeOf<EventOf<'notice.notify'>['name']>().toExtend<`notice.notify.${string}`>()
    expectTypeOf<'notice.notify.poke'>().toExtend<EventOf<'notice.notify'>['name']>()
    expectTypeOf<EventOf<'message'>['name']>().toEqualTypeOf<'message.group' | 'message.private'>()
    expectTypeOf<EventOf<'*'>>().toEqualTypeOf<AnyEvent>()
  })

  test('an answer follows from the name', () => {
    inBot((bot) => {
      bot.on('message.group', () => ({ reply: 'hi', kick: true, ban: true, ban_duration: 60 }))
      bot.on('message.group.normal', async () => ({ delete: true }))
      bot.on('message', (event) => (event.text === '' ? undefined : event.text))
      bot.on('request.group.add', () => ({ approve: false, reason: 'no' }))
      bot.on('request', () => ({ approve: true }))
      bot.on('*', () => {})
      bot.on('notice.group_increase', (event) => event.reply('welcome'))
      bot.text('ping', (event) => event.api.send_private_msg({ user_id: event.user_id, message: 'pong' }))
      // @ts-expect-error a private message cannot be kicked
      bot.on('message.private', () => ({ kick: true }))
      // @ts-expect-error neither together with a reply
      bot.on('message.private', () => ({ reply: 'hi', kick: true }))
      // @ts-expect-error a message is nothing to approve
      bot.on('message.group', async () => ({ approve: true }))
      // @ts-expect-error a message may be a private one
      bot.on('message', () => ({ ban: true }))
      // @ts-expect-error a friend request has no reason
      bot.on('request.friend', () => ({ approve: false, reason: 'no' }))
      // @ts-expect-error no such field
      bot.on('message.group', () => ({ replay: 'hi' }))
      bot.on('notice.friend_add', () => 'welcome')
      bot.on('message_sent', () => ({ reply: 'me again' }))
      // @ts-expect-error a notice has no sender to kick
      bot.on('notice.friend_add', () => ({ kick: true }))
      // @ts-expect-error there is no chat to reply to
      bot.on('notice.bot_offline', () => 'hello?')
      // @ts-expect-error a text handler may be in private
      bot.text('spam', () => ({ kick: true }))
    })
  })

  test('an unknown name needs the explicit way', () => {
    inBot((bot) => {
      bot.onUnknown('notice.group_sneeze', (event) => expectTypeOf(event.loud).toBeUnknown())
      // @ts-expect-error no such event
      bot.on('notice.group_sneeze', () => {})
      // @ts-expect-error no such sub type
      bot.on('notice.group_increase.fly', () => {})
    })
  })

  test('a comparison with a name narrows the event', () => {
    inBot((bot) => {
      bot.use((event, next) => {
        if (event.name === 'message.group') expectTypeOf(event.text).toBeString()
        return next()
      })
      bot.on('*', (event) => {
        if (event.name === 'notice.notify.poke') expectTypeOf(event.target_id).toBeNumber()
      })
    })
  })

  test('an answer may be there or not', () => {
    inBot((bot) => {
      const maybe = undefined as string | undefined
      bot.on('message.group', () => ({ reply: maybe, delete: true }))
      bot.on('message', (event) => event.text === 'a' && 'b')
    })
  })

  test('an event cannot be changed', () => {
    inBot((bot) =>
      bot.on('message.group', (event) => {
        // @ts-expect-error handlers share it
        event.group_id = 1
      }),
    )
  })
})
