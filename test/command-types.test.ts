import { describe, expectTypeOf, test } from 'vitest'
import {
  type ArgsOf,
  all,
  any,
  type Bot,
  fromGroup,
  type GroupMessage,
  has,
  isAdmin,
  keyword,
  matcher,
  type Picture,
  type PrivateMessage,
  toMe,
} from '../src/index.js'

const inBot = (_use: (bot: Bot) => void): void => {}

/** Read by the compiler: each `@ts-expect-error` is an error that users are promised. */
describe('the types of commands', () => {
  test('arguments follow from the string', () => {
    expectTypeOf<ArgsOf<'ping'>>().toEqualTypeOf<Readonly<Record<never, never>>>()
    expectTypeOf<ArgsOf<'ban <who:user> [time:duration=10m] [...why]'>>().toEqualTypeOf<{
      readonly who: number
      readonly time: number
      readonly why: string
    }>()
    expectTypeOf<ArgsOf<'a <word> [other] [n:number] <mode:on|off> [to:a|b|c=a]'>>().toEqualTypeOf<{
      readonly word: string
      readonly other: string | undefined
      readonly n: number | undefined
      readonly mode: 'on' | 'off'
      readonly to: 'a' | 'b' | 'c'
    }>()
    expectTypeOf<
      ArgsOf<'a [-f|--force] [--quiet] [--times:int] [-n|--count:int=3] [--mode:x|y]'>
    >().toEqualTypeOf<{
      readonly force: boolean
      readonly quiet: boolean
      readonly times: number | undefined
      readonly count: number
      readonly mode: 'x' | 'y' | undefined
    }>()
    expectTypeOf<ArgsOf<'a <picture:image> <...who:user>'>>().toEqualTypeOf<{
      readonly picture: Picture
      readonly who: readonly number[]
    }>()
    expectTypeOf<ArgsOf<string>>().toEqualTypeOf<Readonly<Record<string, unknown>>>()
  })

  test('the event and the answer follow from the options', () => {
    inBot((bot) => {
      bot.command('ban <who:user> [...why]', { in: 'group', role: 'admin' }, (event, { who, why }) => {
        expectTypeOf(event).toExtend<GroupMessage>()
        expectTypeOf(who).toBeNumber()
        expectTypeOf(why).toBeString()
        return { delete: true }
      })
      bot.command('secret', { in: 'private' }, (event) => {
        expectTypeOf(event).toExtend<PrivateMessage>()
      })
      bot.command('look', { when: has('image') }, (event) => {
        expectTypeOf(event.images[0]).toEqualTypeOf<Picture>()
      })
      bot.command('ping', () => 'pong')
      // @ts-expect-error it may be used in private
      bot.command('ban <who:user>', () => ({ kick: true }))
      // @ts-expect-error there is no such argument
      bot.command('ban <who:user>', (_event, { whom }) => String(whom))
      // @ts-expect-error no such type
      bot.command('ban <who:usr>', () => {})
      // @ts-expect-error an argument is no flag
      bot.command('ban <who:flag>', () => {})
      // @ts-expect-error no brackets
      bot.command('ban who', () => {})
      // @ts-expect-error no such role
      bot.command('ban', { role: 'king' }, () => {})
      // @ts-expect-error no such unit
      bot.command('ban', { cooldown: '3 minutes' }, () => {})
      bot.command('ban', { cooldown: { every: '30s/user', quiet: true } }, () => {})
      const dynamic: string = 'ban <who:user>'
      bot.command(dynamic, (_event, args) => {
        expectTypeOf(args.who).toBeUnknown()
      })
    })
  })
})

describe('the types of matchers', () => {
  test('what a matcher knows reaches the handler', () => {
    inBot((bot) => {
      bot.on('message', fromGroup(1), (event) => {
        expectTypeOf(event).toExtend<GroupMessage>()
        return { kick: true }
      })
      bot.on('message.group', has('image'), (event) => {
        expectTypeOf(event.images[0]).toEqualTypeOf<Picture>()
      })
      bot.on('message', has('reply'), (event) => {
        expectTypeOf(event.quoted).toEqualTypeOf<number | string>()
      })
      bot.on('message', all(fromGroup(1), has('at'), toMe), (event) => {
        expectTypeOf(event).toExtend<GroupMessage>()
        expectTypeOf(event.mentions[0]).toEqualTypeOf<number | string>()
      })
      bot.on('message', any(has('reply'), toMe), (event) => {
        expectTypeOf(event.quoted).toEqualTypeOf<number | string | undefined>()
      })
      bot.on('message', isAdmin, (event) => {
        expectTypeOf(event.sender.role).toEqualTypeOf<'admin' | 'owner'>()
      })
      bot.on('notice.group_increase', fromGroup(1), (event) => {
        expectTypeOf(event.group_id).toBeNumber()
      })
      bot.use(fromGroup(1), (event, next) => {
        expectTypeOf(event.group_id).toBeNumber()
        return next()
      })
      const poke = matcher('poke', (event) => event.name === 'notice.notify.poke')
      bot.on('*', poke, (event) => {
        expectTypeOf(event.target_id).toBeNumber()
      })
      // @ts-expect-error a message may be a private one
      bot.on('message', keyword('spam'), () => ({ kick: true }))
    })
  })

  test('a text knows what it found', () => {
    inBot((bot) => {
      bot.text('ping', (_event, [said]) => {
        expectTypeOf(said).toEqualTypeOf<'ping'>()
      })
      bot.text(['ping', 'pong'], (_event, [said]) => {
        expectTypeOf(said).toEqualTypeOf<'ping' | 'pong'>()
      })
      bot.text(/(?<words>.*)/, (_event, { groups }) => {
        expectTypeOf(groups?.words).toEqualTypeOf<string | undefined>()
      })
      bot.text('spam', fromGroup(1), () => ({ delete: true }))
    })
  })
})
