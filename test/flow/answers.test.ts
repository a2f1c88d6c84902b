import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ApiRefused, ApiTimeout, at, type Bot, type BotOptions, reply, text } from '../../src/index.js'
import { systemClock } from '../../src/protocol/clock.js'
import { done, openApi } from '../support/api.js'
import {
  type Door,
  exchange,
  fixture,
  groupMessage,
  headersFor,
  openDoor,
  openSocket,
  post,
  requestOf,
  selfId,
  token,
} from '../support/door.js'

const groupId = 456789012
const userId = 87654321

/** What makes a body one of NapCat's. */
const napcat = (words: string, messageId: number, changes: object = {}) =>
  groupMessage(words, {
    message_id: messageId,
    message_seq: messageId,
    real_id: messageId,
    real_seq: '5',
    ...changes,
  })

const never = new Promise<undefined>(() => {})

/** A promise and what ends it. */
const held = <Value>() => {
  let release: (value: Value) => void = () => {}
  const promise = new Promise<Value>((resolve) => {
    release = resolve
  })
  return { promise, release }
}

const warnings = (door: Door) => door.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)

describe('with a client', () => {
  test('what NapCat does not read is called, and the reply rides', async () => {
    const api = await openApi()
    const door = await openDoor((bot) => {
      bot.on('message.group', () => ({ reply: 'no', reply_at: true, delete: true, ban: true }))
    }, api.options())
    const { body } = await post(door.port, napcat('spam', 71))
    expect(JSON.parse(body)).toEqual({ reply: [text('no')], at_sender: true })
    await api.called('set_group_ban')
    expect(api.calls).toEqual([
      ['delete_msg', { message_id: 71 }],
      ['set_group_ban', { group_id: groupId, user_id: userId, duration: 1800 }],
    ])
    expect(warnings(door)).toEqual([])
  })

  test('several replies arrive in order', async () => {
    const api = await openApi()
    const door = await openDoor((bot) => {
      bot.on('message', () => 'second')
      bot.on('*', (event) => void event)
      bot.on('message.group', () => 'first')
      bot.on('message', () => 'third')
    }, api.options())
    expect((await post(door.port, napcat('hi', 72))).body).toBe('{"reply":"first"}')
    await api.called('send_group_msg', 2)
    expect(api.calls.map(([, params]) => params.message)).toEqual([
      [reply(72), text('second')],
      [reply(72), text('third')],
    ])
  })

  test('a newcomer is welcomed in the group', async () => {
    const api = await openApi()
    const door = await openDoor((bot) => {
      bot.on('notice.group_increase', (event) => [at(event.user_id), text(' 欢迎')])
    }, api.options())
    expect(await exchange(door.port, fixture('napcat/group-increase'))).toMatchObject({ status: 204 })
    expect(await api.called('send_group_msg')).toMatchObject({ message: [{ type: 'at' }, text(' 欢迎')] })
  })

  test('a friend request gets its remark on NapCat', async () => {
    const api = await openApi()
    const accounts = [{ selfId, implementation: 'napcat' }] as const
    const door = await openDoor(
      (bot) => bot.on('request.friend', () => ({ approve: true, remark: '小明' })),
      { ...api.options(), accounts },
    )
    expect(await exchange(door.port, fixture('napcat/friend-request'))).toMatchObject({ status: 204 })
    expect(await api.called('set_friend_add_request')).toMatchObject({ approve: true, remark: '小明' })
  })

  test('a sender that hangs up before the answer reads it in the chat', async () => {
    const api = await openApi()
    const slow = held<string>()
    const door = await openDoor((bot) => bot.text('hi', () => slow.promise), api.options())
    const body = JSON.stringify(napcat('hi', 73))
    const socket = await openSocket(door.port)
    socket.write(requestOf(headersFor(body), body))
    await door.said('message.group at')
    const closed = once(socket, 'close')
    socket.destroy()
    await closed
    // Answered after it, this one shows that the server has seen the end of the other.
    await post(door.port, napcat('other', 70))
    slow.release('there')
    expect(await api.called('send_group_msg')).toMatchObject({ message: [reply(73), text('there')] })
    expect(warnings(door)).toEqual([])
  })
})

describe('the outcome of a call', () => {
  const failures = (bot: Bot) => {
    const told: [unknown, string, string][] = []
    bot.onError((error, event, where) => told.push([error, event?.name ?? '', where]))
    return told
  }

  test('that was refused is told with the event, and the other calls are made', async () => {
    const api = await openApi((action) =>
      action === 'delete_msg' ? { retcode: 200, wording: 'no rights' } : undefined,
    )
    let told: ReturnType<typeof failures> = []
    const door = await openDoor((bot) => {
      told = failures(bot)
      bot.on('message.group', () => ({ delete: true, kick: true }))
    }, api.options())
    await post(door.port, napcat('spam', 74))
    await api.called('set_group_kick')
    expect(await door.said('delete_msg, an answer to message.group, was not carried out')).toMatchObject({
      level: 50,
      message_id: 74,
      err: { retcode: 200, wording: 'no rights' },
    })
    expect(told).toEqual([[expect.any(ApiRefused), 'message.group', 'delete_msg']])
  })

  test('that nobody knows is told, and the message is not sent again', async () => {
    const api = await openApi((action) => (action === 'send_group_msg' ? 'never' : undefined))
    let told: ReturnType<typeof failures> = []
    const door = await openDoor(
      (bot) => {
        told = failures(bot)
        bot.on('notice.group_increase', () => 'welcome')
      },
      api.options({}, { timeoutMs: 500 }),
    )
    await exchange(door.port, fixture('napcat/group-increase'))
    await door.said('may or may not have been carried out; it is not called again')
    await door.bot.close()
    expect(told).toEqual([[expect.any(ApiTimeout), 'notice.group_increase', 'send_group_msg']])
    expect(api.calls.filter(([action]) => action === 'send_group_msg')).toHaveLength(1)
  })

  test('is waited for when the bot closes', async () => {
    const api = await openApi()
    const slow = held<string>()
    const door = await openDoor((bot) => bot.on('message', () => slow.promise), {
      ...api.options({ answerWithinMs: 0 }),
    })
    await post(door.port, napcat('hi', 75))
    const closed = door.bot.close()
    slow.release('bye')
    await closed
    expect(api.calls).toMatchObject([['send_group_msg', { message: [reply(75), text('bye')] }]])
  })
})

describe('in time or late', () => {
  test('a late answer is sent, quoting the message', async () => {
    const api = await openApi()
    const slow = held<string>()
    const door = await openDoor((bot) => bot.on('message', () => slow.promise), {
      ...api.options({ answerWithinMs: 10 }),
    })
    expect(await post(door.port, napcat('hi', 76))).toMatchObject({ status: 204 })
    slow.release('late')
    expect(await api.called('send_group_msg')).toEqual({
      group_id: groupId,
      message: [reply(76), text('late')],
    })
    expect(warnings(door)).toEqual([])
  })

  test('a reply in hand is not held back by a slow neighbour', async () => {
    const api = await openApi()
    const slow = held<object>()
    const door = await openDoor((bot) => {
      bot.on('message.group', () => 'quick')
      bot.onUnknown('message', () => slow.promise)
    }, api.options())
    expect((await post(door.port, napcat('hi', 77))).body).toBe('{"reply":"quick"}')
    slow.release({ reply: 'slow' })
    expect(await api.called('send_group_msg')).toMatchObject({ message: [reply(77), text('slow')] })
  })

  test('without a client it is: the slow one would be lost', async () => {
    const slow = held<undefined>()
    const door = await openDoor((bot) => {
      bot.on('message.group', () => 'quick')
      bot.on('message', () => slow.promise)
    })
    const response = post(door.port, napcat('hi', 78))
    await door.said('message.group at')
    await turn()
    slow.release(undefined)
    expect((await response).body).toBe('{"reply":"quick"}')
  })

  test('with answerWithinMs 0 the response is empty and everything is called', async () => {
    const api = await openApi()
    const door = await openDoor(
      (bot) => {
        bot.on('message.group', () => ({ reply: 'first', delete: false }))
        bot.on('message', () => 'second')
        bot.onUnknown('*', () => ({ delete: true }))
      },
      { ...api.options({ answerWithinMs: 0 }), quote: false },
    )
    expect(await post(door.port, napcat('hi', 79))).toMatchObject({ status: 204, body: '' })
    await api.called('send_group_msg', 2)
    await door.bot.close()
    expect(api.calls.map(([action, { message }]) => [action, message])).toEqual([
      ['send_group_msg', [text('first')]],
      ['send_group_msg', [text('second')]],
    ])
  })

  test('a middleware keeps its word over a late answer', async () => {
    const api = await openApi()
    const slow = held<string>()
    const door = await openDoor(
      (bot) => {
        bot.use(async (_event, next) => {
          const { answers } = await next()
          return answers.includes('rude') ? 'polite' : undefined
        })
        bot.on('message', () => 'rude')
        bot.on('message', () => slow.promise)
      },
      api.options({ answerWithinMs: 10 }),
    )
    expect(await post(door.port, napcat('hi', 80))).toMatchObject({ status: 204 })
    slow.release('rude too')
    await api.called('send_group_msg')
    await door.bot.close()
    expect(api.calls.map(([, { message }]) => message)).toEqual([[reply(80), text('polite')]])
  })

  test('a pending message is sent when the time is up and recalled when the answer is there', async () => {
    const api = await openApi()
    const slow = held<string>()
    const door = await openDoor((bot) => bot.on('message', () => slow.promise), {
      ...api.options({ answerWithinMs: 10, pending: '处理中…' }),
    })
    await post(door.port, napcat('hi', 81))
    expect(await api.called('send_group_msg')).toMatchObject({ message: [text('处理中…')] })
    slow.release('done')
    await api.called('delete_msg')
    expect(api.calls.slice(1)).toEqual([
      ['send_group_msg', { group_id: groupId, message: [reply(81), text('done')] }],
      ['delete_msg', { message_id: 101 }],
    ])
  })

  test('a pending message is recalled when there is nothing to answer', async () => {
    const api = await openApi()
    const slow = held<undefined>()
    const door = await openDoor((bot) => bot.on('message', () => slow.promise), {
      ...api.options({ answerWithinMs: 10, pending: '处理中…' }),
    })
    await post(door.port, napcat('hi', 85))
    await api.called('send_group_msg')
    slow.release(undefined)
    expect(await api.called('delete_msg')).toEqual({ message_id: 101 })
  })

  test('nothing is pending with answerWithinMs 0', async () => {
    const api = await openApi()
    const door = await openDoor((bot) => bot.on('message', () => 'hi'), {
      ...api.options({ answerWithinMs: 0, pending: '处理中…' }),
    })
    await post(door.port, napcat('hi', 86))
    await door.bot.close()
    expect(api.calls.map(([action]) => action)).toEqual(['send_group_msg'])
  })

  test('a late answer without a client is said to be lost, with the keys that help', async () => {
    const slow = held<object>()
    const door = await openDoor((bot) => bot.onUnknown('message', () => slow.promise), {
      endpoints: [{ name: 'main', path: '/napcat', tokens: [token], answerWithinMs: 10 }],
    })
    await post(door.port, napcat('hi', 87))
    slow.release({ reply: 'late', delete: true })
    const line = await door.said('"delete" takes no effect')
    expect(line).toMatchObject({ level: 40, message_id: 87 })
    expect(line.msg).toMatch(/response has gone; raise "answerWithinMs", or set "api"/)
    expect(warnings(door)).toEqual([expect.stringContaining('"reply"'), line.msg])
  })
})

describe('the signal of an event', () => {
  test('aborts when its handlers have used up their time', async () => {
    const aborted = held<unknown>()
    const door = await openDoor(
      (bot) => {
        bot.on('message', (event) => {
          event.signal.addEventListener('abort', () => aborted.release(event.signal.reason))
          return never
        })
      },
      { ...(await openApi()).options({ answerWithinMs: 0 }), handlerBudgetMs: 20 },
    )
    await post(door.port, napcat('hi', 82))
    expect(String(await aborted.promise)).toContain('have worked for 20 ms')
  })
})

describe('what an account runs on', () => {
  const version = (app_name: string, app_version = '1.0.0') => done({ app_name, app_version })
  const moderator = (bot: Bot) => bot.on('message.group', () => ({ delete: true }))

  test('is asked once, and answers do not wait for it', async () => {
    const api = await openApi((action) => (action === 'get_version_info' ? version('LLOneBot') : undefined))
    const door = await openDoor(moderator, api.options())
    expect(await post(door.port, napcat('spam', 83))).toMatchObject({ status: 204 })
    await api.called('delete_msg')
    await door.said('get_version_info says')
    expect((await post(door.port, napcat('spam', 84))).body).toBe('{"delete":true}')
    expect(api.inquiries()).toBe(1)
    expect(api.calls).toHaveLength(1)
  })

  test('is asked again after a failure, later each time', async () => {
    let now = 0
    const api = await openApi()
    const door = await openDoor(moderator, { ...api.options(), clock: { ...systemClock, now: () => now } })
    const failed = () => door.lines.filter(({ msg }) => msg.includes('get_version_info failed')).length
    const postAt = async (time: number, messageId: number) => {
      now = time
      await post(door.port, napcat('spam', messageId))
      await api.called('delete_msg', messageId - 89)
      while (failed() < api.inquiries()) await turn()
      return api.inquiries()
    }
    expect(await postAt(0, 90)).toBe(1)
    expect(await postAt(500, 91)).toBe(1)
    expect(await postAt(1000, 92)).toBe(2)
    expect(await postAt(2500, 93)).toBe(2)
    expect(await postAt(3000, 94)).toBe(3)
  })

  test('is not asked where the configuration says it', async () => {
    const api = await openApi()
    const accounts = [{ selfId, implementation: 'go-cqhttp' }] as const
    const door = await openDoor(moderator, { ...api.options(), accounts })
    expect((await post(door.port, napcat('spam', 96))).body).toBe('{"delete":true}')
    expect(api.inquiries()).toBe(0)
  })
})

describe('loops', () => {
  const other = 555

  test('messages of another account of the bot reach no handler of messages', async () => {
    const heard: string[] = []
    const door = await openDoor((bot) => bot.on('message', (event) => void heard.push(event.text)))
    const fromOther = (messageId: number) => napcat('hi', messageId, { user_id: other })
    await post(door.port, fromOther(201))
    const seen = napcat('seen', 202, { self_id: other })
    await post(door.port, seen, { 'X-Self-ID': String(other) })
    expect(await post(door.port, fromOther(203))).toMatchObject({ status: 204 })
    expect(heard).toEqual(['hi', 'seen'])
    expect(door.logged()).toContain('another account of this bot')
  })

  test('too many answers in one chat end them there for a minute, moderation aside', async () => {
    let now = 0
    const options: Partial<BotOptions> = { answersPerChat: 2, clock: { ...systemClock, now: () => now } }
    const door = await openDoor(
      (bot) => bot.on('message.group', () => ({ reply: 'loop', delete: true })),
      options,
    )
    const next = async (time: number, messageId: number, group_id = groupId) => {
      now = time
      // As LLOneBot, who executes all of it from the response.
      const { body } = await post(door.port, groupMessage('hi', { message_id: messageId, group_id }))
      return Object.keys(JSON.parse(body))
    }
    expect(await next(0, 301)).toEqual(['reply', 'delete'])
    expect(await next(1, 302)).toEqual(['reply', 'delete'])
    expect(await next(2, 303)).toEqual(['delete'])
    expect(await next(3, 304, 7)).toEqual(['reply', 'delete'])
    expect(await next(59_000, 305)).toEqual(['delete'])
    expect(await next(60_002, 306)).toEqual(['reply', 'delete'])
    expect(await door.said('more than 2 answers in one chat')).toMatchObject({ level: 50 })
  })
})
