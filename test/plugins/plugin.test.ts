import { describe, expect, test } from 'vitest'
import { type Bot, ConfigError, definePlugin, PluginError, z } from '../../src/index.js'
import { groupMessage, openDoor, post } from '../support/door.js'

const welcome = definePlugin({
  name: 'welcome',
  config: z.object({ words: z.string(), times: z.number().int().default(1) }),
  setup(bot, { words, times }) {
    bot.text('hello', () => words.repeat(times))
  },
})

const answerTo = async (port: number, words: string): Promise<string> =>
  (await post(port, groupMessage(words))).body

describe('a plugin', () => {
  test('gets its settings, with their defaults', async () => {
    const { bot, port } = await openDoor()
    await bot.plugin(welcome, { words: 'hi' })
    expect(await answerTo(port, 'hello')).toBe('{"reply":"hi"}')
  })

  test('whose settings are wrong is refused with its name and their places', async () => {
    const { bot } = await openDoor()
    const wrong = { words: 1, time: 2 } as never
    const error = await bot.plugin(welcome, wrong).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ConfigError)
    expect(String(error)).toContain('welcome')
    expect((error as ConfigError).problems).toEqual(['config.words: found 1, expected a text in quotes'])
    await expect(bot.plugin(definePlugin({ name: 'bare', setup() {} }), {} as never)).rejects.toThrow(
      'no settings',
    )
  })

  test('takes everything along when it is removed', async () => {
    const { bot, port } = await openDoor()
    const gone: string[] = []
    const loaded = await bot.plugin(
      definePlugin({
        name: 'everything',
        setup(own) {
          own.text('a', () => 'text')
          own.on('message', () => 'on')
          own.use((_event, next) => next())
          own.cron('0 8 * * *', () => {})
          own.every(1000, () => {})
          own.onRemove(() => gone.push('first'))
          own.onRemove(() => gone.push('last'))
          own.signal.addEventListener('abort', () => gone.push('signal'))
          own.text('ask', async (event) => {
            await event.ask('?').catch((error) => gone.push(error.message))
          })
        },
      }),
    )
    expect(await answerTo(port, 'a')).toContain('text')
    await answerTo(port, 'ask')
    await loaded.remove()
    expect(gone.toSorted()).toEqual(['first', 'last', 'signal', 'the plugin everything has been removed'])
    expect(gone.indexOf('last')).toBeLessThan(gone.indexOf('first'))
    expect(await answerTo(port, 'a')).toBe('')
    expect(await answerTo(port, 'b')).toBe('')
  })

  test('that has been removed can be loaded again, and registers nothing afterwards', async () => {
    const { bot, port } = await openDoor()
    let kept: Bot | undefined
    const plugin = definePlugin({
      name: 'again',
      setup(own) {
        kept = own
        own.text('a', () => 'b')
      },
    })
    const loaded = await bot.plugin(plugin)
    await expect(bot.plugin(plugin)).rejects.toThrow('already')
    await loaded.remove()
    expect(() => kept?.text('c', () => 'd')).toThrow('has been removed')
    await bot.plugin(plugin)
    expect(await answerTo(port, 'a')).toContain('b')
    expect(await answerTo(port, 'c')).toBe('')
  })

  test('that fails while it sets itself up leaves nothing behind', async () => {
    const { bot, port } = await openDoor()
    const broken = (own: Bot): void => {
      own.text('a', () => 'b')
      throw new Error('broken')
    }
    await expect(bot.plugin(broken)).rejects.toBeInstanceOf(PluginError)
    expect(await answerTo(port, 'a')).toBe('')
  })

  test('is named in the errors of its handlers', async () => {
    const told: unknown[] = []
    const { bot, port, said } = await openDoor((bot) =>
      bot.onError((_error, _event, where) => told.push(where)),
    )
    await bot.plugin(
      definePlugin({
        name: 'shaky',
        setup(own) {
          own.on('message.group', () => Promise.reject(new Error('no')))
        },
      }),
    )
    await answerTo(port, 'a')
    await said('the handler of message.group (shaky) failed')
    expect(told).toEqual(['message.group (shaky)'])
  })

  test('within a plugin goes away with it', async () => {
    const { bot, port } = await openDoor()
    const loaded = await bot.plugin(
      definePlugin({
        name: 'outer',
        setup: async (own) => void (await own.plugin(welcome, { words: 'hi' })),
      }),
    )
    expect(await answerTo(port, 'hello')).toContain('hi')
    await loaded.remove()
    expect(await answerTo(port, 'hello')).toBe('')
  })
})

describe('a store', () => {
  test('belongs to one plugin, and changes of a key come one after the other', async () => {
    const { bot } = await openDoor()
    const stores = new Map<string, Bot>()
    for (const name of ['one', 'two'])
      await bot.plugin(definePlugin({ name, setup: (own) => void stores.set(name, own) }))
    const one = stores.get('one')?.store<number>('score')
    const two = stores.get('two')?.store<number>('score')
    await Promise.all([1, 2, 3].map((more) => one?.update('chat', (before = 0) => before + more)))
    expect([await one?.get('chat'), await one?.keys(), await two?.get('chat')]).toEqual([
      6,
      ['chat'],
      undefined,
    ])
    await one?.delete('chat')
    expect(await one?.get('chat')).toBeUndefined()
  })
})
