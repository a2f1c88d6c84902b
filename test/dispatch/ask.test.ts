import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { AskTimeout, ask, type Bot } from '../../src/index.js'
import { openApi } from '../support/api.js'
import { groupMessage, openDoor, post, type RawResponse, selfId } from '../support/door.js'

const reply = ({ status, body }: RawResponse): unknown =>
  status === 204 ? undefined : JSON.parse(body).reply

const says = (port: number, words: string, changes: object = {}): Promise<unknown> =>
  post(port, groupMessage(words, changes)).then(reply)

const privately = { message_type: 'private', sub_type: 'friend', group_id: undefined }

const signup = (bot: Bot): void => {
  bot.text('报名', async (event) => {
    const { text } = await event.ask('叫什么?', { cancel: ['取消'], says: { cancelled: '已取消' } })
    const age = await event.ask('几岁?', { validate: ask.number({ min: 1, max: 120 }), tries: 2 })
    return `${text}, ${age}`
  })
  bot.on('message', () => 'bus')
}

describe('a conversation without an API', () => {
  test.each([
    ['in a group', {}],
    ['in private', privately],
  ])('rides on one response after the other, %s', async (_where, changes) => {
    const { port, lines } = await openDoor(signup)
    const say = (words: string): Promise<unknown> => says(port, words, changes)
    expect(await say('报名')).toBe('叫什么?')
    expect(await say('小明')).toBe('几岁?')
    expect(await say('many')).toBe('请输入1 到 120 之间的数字')
    expect(await say('１２')).toBe('小明, 12')
    expect(await say('done')).toBe('bus')
    expect(lines.filter(({ level }) => level >= 40)).toEqual([])
  })

  test('is of one person in one chat', async () => {
    const { port } = await openDoor(signup)
    await says(port, '报名')
    expect(await says(port, 'from another', { user_id: 2 })).toBe('bus')
    expect(await says(port, 'in another group', { group_id: 2 })).toBe('bus')
    expect(await says(port, 'in private', privately)).toBe('bus')
    expect(await says(port, '小明')).toBe('几岁?')
  })

  test('is of whoever speaks first where it asks anyone', async () => {
    const { port } = await openDoor((bot) =>
      bot.text('quiz', async (event) => {
        const { user_id } = await event.ask('1 + 1?', {
          from: 'anyone',
          validate: (e) => (e.text === '2' ? e : undefined),
        })
        return `${user_id} wins`
      }),
    )
    expect(await says(port, 'quiz')).toBe('1 + 1?')
    expect(await says(port, '3', { user_id: 2 })).toBeUndefined()
    expect(await says(port, '2', { user_id: 3 })).toBe('3 wins')
  })

  test.each([
    ['beside one another', false],
    ['behind a middleware', true],
  ])('handlers of one event each get the answer to their own question, %s', async (_how, isWrapped) => {
    const { port, lines } = await openDoor((bot) => {
      if (isWrapped) bot.use((_event, next) => next())
      const asks = (question: string, options: object) =>
        bot.on('message.group', async (event) => {
          if (event.text !== 'both') return undefined
          await Promise.resolve()
          return `${question} ${(await event.ask(question, options)).text}`
        })
      asks('anyone?', { from: 'anyone' })
      asks('you?', {})
    })
    expect(await says(port, 'both')).toBe('anyone?')
    expect(await says(port, 'me', { user_id: 2 })).toBe('anyone? me')
    expect(await says(port, 'I')).toBe('you? I')
    expect(lines.filter(({ level }) => level >= 50)).toEqual([])
  })

  test('ends with a word that cancels, or when too many messages are unfit, and says so', async () => {
    const { port, lines } = await openDoor(signup)
    await says(port, '报名')
    expect(await says(port, '取消')).toBe('已取消')
    expect(await says(port, '小明')).toBe('bus')
    await says(port, '报名')
    await says(port, '小明')
    await says(port, 'x')
    expect(await says(port, 'y')).toBe('请输入1 到 120 之间的数字')
    expect(await says(port, '12')).toBe('bus')
    expect(lines.filter(({ level }) => level >= 40)).toEqual([])
  })

  test('leaves what text answers to text, and goes on afterwards', async () => {
    const { port } = await openDoor((bot) => {
      signup(bot)
      bot.text('help', () => 'no')
    })
    await says(port, '报名')
    expect(await says(port, 'help')).toBe('no')
    expect(await says(port, '小明')).toBe('几岁?')
  })

  test('is replaced by another question to the same person', async () => {
    const { port } = await openDoor(signup)
    await says(port, '报名')
    await says(port, '小明')
    expect(await says(port, '报名')).toBe('叫什么?')
    expect(await says(port, '小红')).toBe('几岁?')
    expect(await says(port, '12')).toBe('小红, 12')
  })

  test('goes through a middleware that has asked first', async () => {
    const { port } = await openDoor((bot) => {
      bot.use(async (event, next) => {
        if (event.name === 'message.group' && event.text === 'start')
          await event.ask('sure?', { validate: ask.yesNo() })
        return next()
      })
      bot.on('message.group', async (event) => {
        if (event.text !== 'start') return 'bus'
        const size = await event.ask('size?', { validate: ask.choice('S', 'M') })
        return `size ${size}`
      })
    })
    expect(await says(port, 'start')).toBe('sure?')
    expect(await says(port, '好的')).toBe('size?')
    expect(await says(port, 'm')).toBe('size M')
    expect(await says(port, 'm')).toBe('bus')
  })

  test('a handler that answers the answer acts on that message', async () => {
    const { port } = await openDoor((bot) =>
      bot.on('message.group', async (event) => {
        await event.ask('who?')
        return { delete: true, reply: 'gone' }
      }),
    )
    await says(port, 'a')
    expect(JSON.parse((await post(port, groupMessage('b'))).body)).toMatchObject({
      delete: true,
      reply: 'gone',
    })
  })

  test('an error after the answer is reported with the message that was answered', async () => {
    const told: unknown[] = []
    const { port } = await openDoor((bot) => {
      bot.onError((error, event, where) => told.push([String(error), event?.raw.raw_message, where]))
      bot.on('message.group', async (event) => {
        await event.ask('who?')
        throw new Error('broken')
      })
    })
    await says(port, 'a')
    expect(await says(port, 'b')).toBeUndefined()
    expect(told).toEqual([['Error: broken', 'b', 'message.group']])
  })

  test('own messages have nobody to ask', async () => {
    const { port, said } = await openDoor((bot) =>
      bot.on('notice.group_ban', async (event) => void (await event.ask('why?'))),
    )
    const everybody = { self_id: selfId, post_type: 'notice', notice_type: 'group_ban', sub_type: 'ban' }
    await post(port, { ...everybody, group_id: 1, user_id: 0, operator_id: 3, duration: -1 })
    expect((await said('failed')).err).toMatchObject({ message: expect.stringContaining('names nobody') })
  })
})

describe('a conversation with an API', () => {
  test('asks who joins by a call, and answers the answer', async () => {
    const api = await openApi()
    const { port } = await openDoor(
      (bot) =>
        bot.on('notice.group_increase', async (event) => {
          const { text } = await event.ask('暗号?')
          return `${text}!`
        }),
      api.options(),
    )
    const joined = {
      self_id: selfId,
      post_type: 'notice',
      notice_type: 'group_increase',
      sub_type: 'approve',
    }
    expect((await post(port, { ...joined, group_id: 456789012, user_id: 87654321 })).status).toBe(204)
    expect(await api.called('send_group_msg')).toMatchObject({ message: [{ data: { text: '暗号?' } }] })
    expect(await says(port, '猫')).toBe('猫!')
  })
})

describe('a conversation that nobody goes on with', () => {
  const fakeTime = (): void => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
  }

  test('ends in time, quietly, with a message', async () => {
    fakeTime()
    const api = await openApi()
    const { port, lines } = await openDoor(
      (bot) => {
        bot.text(
          'a',
          async (event) =>
            `got ${(await event.ask('b?', { timeoutMs: 60_000, says: { timeout: '超时' } })).text}`,
        )
        bot.on('message', () => 'bus')
      },
      api.options({ answerWithinMs: 3000 }),
    )
    await says(port, 'a')
    vi.advanceTimersByTime(59_999)
    expect(api.calls).toEqual([])
    vi.advanceTimersByTime(1)
    expect(JSON.stringify(await api.called('send_group_msg'))).toContain('超时')
    expect(lines.filter(({ level }) => level >= 50)).toEqual([])
  })

  test('may be caught and goes on', async () => {
    fakeTime()
    const { port, said } = await openDoor((bot) =>
      bot.text('a', async (event) => {
        await event.ask('b?', { timeoutMs: 1000 }).catch((error) => {
          bot.log.info({}, `caught ${error instanceof AskTimeout}`)
        })
      }),
    )
    expect(await says(port, 'a')).toBe('b?')
    vi.advanceTimersByTime(1000)
    await said('caught true')
  })

  test('ends with the bot, which waits for nobody', async () => {
    const ended: string[] = []
    const { bot, port } = await openDoor((bot) =>
      bot.text('a', async (event) => {
        await event.ask('b?').catch((error) => ended.push(error.code))
      }),
    )
    await says(port, 'a')
    await bot.close()
    expect(ended).toEqual(['ASK_ENDED'])
  })

  test('does not use up the time of its handler', async () => {
    fakeTime()
    const { port } = await openDoor(
      (bot) =>
        bot.text('a', async (event) => {
          const { signal } = event
          await event.ask('b?')
          const before = signal.aborted
          vi.advanceTimersByTime(1000)
          return `${before} ${signal.aborted}`
        }),
      { handlerBudgetMs: 1000 },
    )
    await says(port, 'a')
    vi.advanceTimersByTime(5000)
    expect(await says(port, 'b')).toBe('false true')
  })
})
