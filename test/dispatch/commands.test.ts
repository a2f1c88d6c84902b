import { describe, expect, test } from 'vitest'
import { type Bot, type BotOptions, has, keyword } from '../../src/index.js'
import { systemClock } from '../../src/protocol/clock.js'
import { type Door, groupMessage, openDoor, post, selfId } from '../support/door.js'

const owner = 10001
const boss = { sender: { user_id: owner, nickname: '主', role: 'owner' }, user_id: owner }
const admin = { sender: { user_id: 10002, nickname: '管', role: 'admin' }, user_id: 10002 }

const privately = (words: string, changes: object = {}) =>
  groupMessage(words, { message_type: 'private', sub_type: 'friend', group_id: undefined, ...changes })

/** What is said in answer to a message. */
const replyTo = async ({ port }: Door, message: object): Promise<unknown> => {
  const { body } = await post(port, message)
  if (body === '') return undefined
  const { reply } = JSON.parse(body)
  return Array.isArray(reply) ? reply.map(({ data }) => data.text).join('') : reply
}

const english: Partial<BotOptions> = { language: 'en', superusers: [99_999] }

const open = (setUp: (bot: Bot) => void, options: Partial<BotOptions> = english): Promise<Door> =>
  openDoor(setUp, options)

const banning = (bot: Bot): void => {
  bot.command(
    'ban <who:user> [time:duration=10m] [...why]',
    { aliases: ['封禁'], description: 'mutes somebody', role: 'admin', in: 'group' },
    (_event, { who, time, why }) => `${who} ${time} ${why}`,
  )
}

describe('a command', () => {
  test('takes its message: the bus does not see it, whether the handler answers or not', async () => {
    const seen: string[] = []
    const door = await open((bot) => {
      bot.command('quiet', () => {})
      bot.text('/quiet', () => 'the text')
      bot.on('message', (event) => {
        seen.push(event.text)
      })
    })
    expect(await replyTo(door, groupMessage('/quiet'))).toBeUndefined()
    await post(door.port, groupMessage('/quieter'))
    expect(seen).toEqual(['/quieter'])
  })

  test('is its first word alone, with a prefix, an alias, in capitals, behind a mention or a quotation', async () => {
    const door = await open(banning)
    const ban = (message: string | object[]) =>
      replyTo(door, groupMessage('', { ...admin, ...asMessage(message) }))
    for (const word of ['/ban', '／ban', '/封禁', '/BAN', '  /ban'])
      expect(await ban(`${word} 10003 1h 刷 屏`)).toBe('10003 3600 刷 屏')
    const mention = (qq: number) => ({ type: 'at', data: { qq: String(qq) } })
    const said = [text(' /ban '), mention(10003), text(' 1h x')]
    expect(await ban([mention(selfId), ...said])).toBe('10003 3600 x')
    expect(await ban([{ type: 'reply', data: { id: '1' } }, mention(10003), ...said])).toBe('10003 3600 x')
    expect(await ban([mention(10003), ...said])).toBeUndefined()
    for (const other of ['/banana 10003', 'ban 10003', '.ban 10003', 'x /ban 10003', '/ ban 10003'])
      expect(await ban(other)).toBeUndefined()
  })

  const text = (words: string) => ({ type: 'text', data: { text: words } })
  const asMessage = (message: string | object[]) => ({
    message: typeof message === 'string' ? [text(message)] : message,
  })

  test('has the prefix of the bot, or its own', async () => {
    const door = await open(
      (bot) => {
        bot.command('a', () => 'a')
        bot.command('b', { prefix: ['!', ''] }, () => 'b')
      },
      { ...english, commands: { prefix: '.' } },
    )
    const replies = ['.a', '/a', 'a', '!b', 'b', '.b'].map((words) => replyTo(door, groupMessage(words)))
    expect(await Promise.all(replies)).toEqual(['a', undefined, undefined, 'b', 'b', undefined])
  })

  test('stands in the order of registration among the other links', async () => {
    const door = await open((bot) => {
      bot.text(/^\/a first/, () => 'the text in front')
      bot.use(async (event, next) => {
        const { answers } = await next()
        return 'text' in event && answers.length > 0 ? `<${answers.join()}>` : undefined
      })
      bot.command('a [...x]', () => 'the command')
      bot.text(/^\/a/, () => 'the text behind')
    })
    expect(await replyTo(door, groupMessage('/a first'))).toBe('the text in front')
    expect(await replyTo(door, groupMessage('/a second'))).toBe('<the command>')
  })

  test('of the same name answers elsewhere, and goes away when it is removed', async () => {
    let remove = () => {}
    const door = await open((bot) => {
      bot.command('where', { in: 'group' }, () => 'group')
      remove = bot.command('where', { in: 'private' }, () => 'private')
    })
    expect(await replyTo(door, groupMessage('/where'))).toBe('group')
    expect(await replyTo(door, privately('/where'))).toBe('private')
    remove()
    expect(await replyTo(door, privately('/where'))).toBe('only in groups')
  })

  test('that throws is reported, and the message stays taken', async () => {
    const door = await open((bot) => {
      bot.command('fail', () => Promise.reject(new Error('broken')))
      bot.on('message', () => 'the bus')
    })
    expect(await replyTo(door, groupMessage('/fail'))).toBeUndefined()
    await door.said('the handler of command fail failed')
  })

  test('is for its matcher only', async () => {
    const door = await open((bot) => bot.command('look [...x]', { when: has('image') }, () => 'seen'))
    const image = { type: 'image', data: { file: 'a.jpg' } }
    const message = [{ type: 'text', data: { text: '/look ' } }, image]
    expect(await replyTo(door, groupMessage('', { message }))).toBe('seen')
    expect(await replyTo(door, groupMessage('/look'))).toBeUndefined()
  })
})

describe('what a command says by itself', () => {
  test('is what is wrong, and the usage, in the language of the bot', async () => {
    const zh = await open(banning, {})
    const usage = '用法：/ban <who:用户> [time:时长=10m] [...why]'
    expect(await replyTo(zh, groupMessage('/ban', admin))).toBe(
      `缺少 who：用户（@ 某人或写 QQ 号）\n${usage}`,
    )
    expect(await replyTo(zh, groupMessage('/ban 10003 很久', admin))).toBe(
      `“很久”不能用作 time：时长（如 10m、2小时）\n${usage}`,
    )
    const en = await open(banning)
    expect(await replyTo(en, groupMessage('/ban me', admin))).toBe(
      '“me” does not fit who: user (a mention or a QQ number)\n' +
        'Usage: /ban <who:user> [time:duration=10m] [...why]',
    )
  })

  test('is that it is not for this sender', async () => {
    const door = await open(banning)
    expect(await replyTo(door, groupMessage('/ban 10003'))).toBe('only for administrators')
    expect(await replyTo(door, groupMessage('/ban 10003', boss))).toBe('10003 600 ')
    expect(await replyTo(door, groupMessage('/ban 10003', { user_id: 99_999 }))).toBe('10003 600 ')
    const secret = await open((bot) => bot.command('secret', { role: 'superuser' }, () => 'yes'))
    expect(await replyTo(secret, privately('/secret', boss))).toBe('only for superusers')
    expect(await replyTo(secret, privately('/secret', { user_id: 99_999 }))).toBe('yes')
  })

  test('is what was probably meant, where nobody answers', async () => {
    const door = await open((bot) => {
      banning(bot)
      bot.command('weather [city]', () => 'sunny')
      bot.command('hidden', { hidden: true }, () => '')
      bot.on('message', (event) => (event.text === '/weathre' ? 'the bus' : undefined))
    })
    const say = (words: string, changes = {}) => replyTo(door, groupMessage(words, changes))
    expect(await say('/wether Paris')).toBe('there is no /wether; did you mean /weather?')
    expect(await say('/hlp')).toBe('there is no /hlp; did you mean /help?')
    expect(await say('/weathre')).toBe('the bus')
    expect(await say('/bam', admin)).toBe('there is no /bam; did you mean /ban?')
    for (const silent of ['/bam', '/hiddn', '/', '/usr/bin', 'wether', '/sunny day', '//weather'])
      expect(await say(silent)).toBeUndefined()
    const off = await open(banning, { ...english, commands: { suggest: false } })
    expect(await replyTo(off, groupMessage('/bam', admin))).toBeUndefined()
  })
})

describe('help', () => {
  test('lists what the sender may use, and explains one command', async () => {
    const door = await open((bot) => {
      banning(bot)
      bot.command('roll [sides:int=6] [-t|--times:int]', { examples: ['roll 20 -t 2'] }, () => '4')
      bot.command('hidden', { hidden: true }, () => '')
    })
    const say = (words: string, changes = {}) => replyTo(door, groupMessage(words, changes))
    const roll = '/roll [sides:whole number=6] [-t|--times:whole number]'
    const help = '/help  shows the commands and their usage'
    const head = 'Commands, more with /help <command>'
    expect(await say('/help')).toBe([head, roll, help].join('\n'))
    expect(await say('/帮助', admin)).toBe([head, '/ban  mutes somebody', roll, help].join('\n'))
    expect(await say('/help roll')).toBe(`Usage: ${roll}\nFor example:\n/roll 20 -t 2`)
    expect(await say('/help /封禁', admin)).toContain('Also: /封禁')
    expect(await say('/help ban')).toBe('there is no command ban')
  })

  test('has pages', async () => {
    const door = await open((bot) => {
      for (let index = 1; index <= 45; index += 1) bot.command(`c${index}`, () => '')
    })
    const page = String(await replyTo(door, groupMessage('/help 3')))
    expect(page.split('\n')[0]).toBe('Commands (page 3 of 3), more with /help <command>')
    expect(page).toContain('/c45')
    expect(page).not.toContain('/c40')
  })

  test('is silent without commands, and where it is off; a bot may have its own', async () => {
    expect(await replyTo(await open(() => {}), groupMessage('/help'))).toBeUndefined()
    const off = await open(banning, { commands: { help: false } })
    expect(await replyTo(off, groupMessage('/help'))).toBeUndefined()
    const own = await open((bot) => bot.command('help', () => 'my own'))
    expect(await replyTo(own, groupMessage('/help'))).toBe('my own')
  })
})

describe('a cooldown', () => {
  const at = (start: number) => {
    let time = start
    return { now: () => time, pass: (ms: number) => (time += ms) }
  }

  test('is counted for each user, each group, or everybody', async () => {
    const clock = at(1_000_000)
    const door = await open(
      (bot) => {
        bot.command('user', { cooldown: '30s/user' }, () => 'ok')
        bot.command('group', { cooldown: '10s/group' }, () => 'ok')
        bot.command('all', { cooldown: { every: '1m', quiet: true } }, () => 'ok')
      },
      { ...english, clock: { ...systemClock, now: clock.now } },
    )
    const say = (words: string, changes = {}) => replyTo(door, groupMessage(words, changes))
    const elsewhere = { group_id: 456 }
    expect([await say('/user'), await say('/user', elsewhere), await say('/user', boss)]).toEqual([
      'ok',
      'please wait 30 s',
      'ok',
    ])
    expect([await say('/group'), await say('/group', boss), await say('/group', elsewhere)]).toEqual([
      'ok',
      'please wait 10 s',
      'ok',
    ])
    expect([await say('/all'), await say('/all', { ...boss, ...elsewhere })]).toEqual(['ok', undefined])
    clock.pass(10_000)
    expect([await say('/user'), await say('/group')]).toEqual(['please wait 20 s', 'ok'])
    clock.pass(20_000)
    expect(await say('/user')).toBe('ok')
  })

  test('begins with a right use only, and not for superusers', async () => {
    const door = await open((bot) => bot.command('once <n:int>', { cooldown: '1h' }, () => 'ok'))
    expect(await replyTo(door, groupMessage('/once'))).toContain('n is missing')
    for (const _ of [1, 2])
      expect(await replyTo(door, groupMessage('/once 1', { user_id: 99_999 }))).toBe('ok')
    expect(await replyTo(door, groupMessage('/once 1'))).toBe('ok')
    expect(await replyTo(door, groupMessage('/once 1'))).toBe('please wait 1 h')
  })
})

test('no more than `concurrency` are at work at once', async () => {
  const release: (() => void)[] = []
  let start = () => {}
  const started = new Promise<void>((resolve) => {
    start = resolve
  })
  const door = await open((bot) =>
    bot.command('slow', { concurrency: 1 }, async () => {
      start()
      await new Promise<void>((resolve) => release.push(resolve))
      return 'done'
    }),
  )
  const first = replyTo(door, groupMessage('/slow'))
  await started
  expect(await replyTo(door, groupMessage('/slow'))).toBe('busy with the one before; please try again later')
  release[0]?.()
  expect(await first).toBe('done')
})

describe('bot.commands', () => {
  test('switches a command off and on, in a group or everywhere', async () => {
    const door = await open((bot) => {
      bot.command('a', () => 'a')
      bot.on('message', () => 'the bus')
    })
    const { commands } = door.bot
    const here = () => replyTo(door, groupMessage('/a', { group_id: 1 }))
    const there = () => replyTo(door, groupMessage('/a', { group_id: 2 }))
    await commands.disable('a', { group: 1 })
    expect([await here(), await there()]).toEqual(['the bus', 'a'])
    expect(await replyTo(door, groupMessage('/help', { group_id: 1 }))).not.toContain('/a')
    expect(await commands.isEnabled('a', { group: 1 })).toBe(false)
    expect(await commands.isEnabled('a')).toBe(true)
    await commands.disable('a')
    expect([await here(), await there()]).toEqual(['the bus', 'the bus'])
    expect(await commands.list()).toEqual([
      {
        name: 'a',
        usage: '/a',
        description: undefined,
        aliases: [],
        role: 'member',
        in: undefined,
        disabled: [1, 'everywhere'],
      },
    ])
    await commands.enable('a')
    await commands.enable('a', { group: 1 })
    expect([await here(), await there()]).toEqual(['a', 'a'])
    await expect(commands.disable('b')).rejects.toThrow('there is no command b; there are a, help')
  })
})

describe('where it is registered, refused is', () => {
  test.each<[string, (bot: Bot) => unknown, string]>([
    ['a bad string', (bot) => bot.command('a <b:c>' as 'a', () => {}), 'there is no type c'],
    ['a bad alias', (bot) => bot.command('a', { aliases: ['b c'] }, () => {}), 'has space in it'],
    ['no prefix at all', (bot) => bot.command('a', { prefix: [] }, () => {}), 'has no prefix'],
    ['a bad role', (bot) => bot.command('a', { role: 'king' as 'admin' }, () => {}), 'there is no role king'],
    ['a bad cooldown', (bot) => bot.command('a', { cooldown: '1x' as '1m' }, () => {}), '1x is no cooldown'],
    ['no concurrency', (bot) => bot.command('a', { concurrency: 0 }, () => {}), 'concurrency is 1 or more'],
    ['no handler', (bot) => bot.on('message', keyword('a') as never), 'a handler is a function'],
  ])('%s', async (_what, register, why) => {
    const { bot } = await open(() => {})
    expect(() => register(bot)).toThrow(why)
  })
})
