import { describe, expect, test } from 'vitest'
import { at, text } from '../../src/index.js'
import {
  exchange,
  fixture,
  groupMessage,
  headersFor,
  nextResponse,
  openDoor,
  openSocket,
  post,
  requestOf,
  selfId,
  token,
} from '../support/door.js'

const quick = { endpoints: [{ name: 'main', path: '/napcat', tokens: [token], answerWithinMs: 50 }] }
const never = new Promise<undefined>(() => {})

describe('handlers that fail', () => {
  test('one that throws and one that rejects change nothing for the others', async () => {
    const failures: [string, string, string][] = []
    const door = await openDoor((bot) => {
      bot.onError((error, event, where) => failures.push([String(error), event?.name ?? '', where]))
      bot.on('message.group.normal', () => {
        throw new Error('thrown')
      })
      bot.on('message.group', () => Promise.reject(new Error('rejected')))
      bot.on('message', () => 'still here')
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({
      status: 200,
      body: '{"reply":"still here"}',
    })
    expect(failures).toEqual([
      ['Error: thrown', 'message.group', 'message.group.normal'],
      ['Error: rejected', 'message.group', 'message.group'],
    ])
    expect(door.logged()).toContain('the handler of message.group.normal failed on message.group')
  })

  test('one that only throws leaves 204, never a 500', async () => {
    const door = await openDoor((bot) => {
      bot.on('*', () => {
        throw undefined
      })
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ status: 204, body: '' })
  })

  test('a listener of onError that fails is logged, and the others hear the error', async () => {
    let heard = 0
    const door = await openDoor((bot) => {
      bot.onError(() => {
        throw new Error('in the listener')
      })
      bot.onError(() => Promise.reject(new Error('later in the listener')))
      bot.onError(() => (heard += 1))
      bot.on('*', () => Promise.reject(new Error('in the handler')))
    })
    await post(door.port, groupMessage('hi'))
    await door.said('a listener of onError failed')
    expect(heard).toBe(1)
    expect(door.logged()).toContain('later in the listener')
  })

  test('one that throws what cannot be read is logged all the same', async () => {
    const door = await openDoor((bot) => {
      bot.on('*', () => {
        throw new Proxy(new Error('x'), {
          get() {
            throw new Error('unreadable')
          },
        })
      })
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ status: 204, body: '' })
    expect(door.logged()).toContain('with an error that cannot be read')
  })

  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic

  test.each([
    [
      'a field that throws',
      {
        get reply() {
          throw new Error('no')
        },
      },
    ],
    [
      'a field that throws in a proxy',
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('no')
          },
        },
      ),
    ],
    ['a circle', { type: 'json', data: cyclic }],
  ])('an answer with %s takes no effect, and no other answer is lost', async (_what, answer) => {
    const door = await openDoor((bot) => {
      bot.onUnknown('message.group', () => answer)
      bot.on('message', () => 'still here')
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({
      status: 200,
      body: '{"reply":"still here"}',
    })
    expect(door.lines.filter(({ level }) => level >= 40)).toHaveLength(1)
  })

  test('one that never settles does not hold the response beyond answerWithinMs', async () => {
    const door = await openDoor((bot) => bot.on('message', () => never), quick)
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ status: 204, body: '' })
  })

  test('what the others have answered by then leaves', async () => {
    const door = await openDoor((bot) => {
      bot.on('message', () => never)
      bot.on('message', () => 'in time')
    }, quick)
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({
      status: 200,
      body: '{"reply":"in time"}',
    })
  })

  test('an answer that comes late is said to be lost', async () => {
    let release = (): void => {}
    const door = await openDoor((bot) => {
      bot.on('message', () => new Promise<string>((resolve) => (release = () => resolve('late'))))
    }, quick)
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ status: 204 })
    release()
    const line = await door.said('came after 50 ms')
    expect(line).toMatchObject({ level: 40, event: 'message.group', group_id: 456789012 })
    expect(line.msg).toContain('the answer of message came after')
  })

  test('an answer that comes late beside one that never comes is said to be lost', async () => {
    let release = (): void => {}
    const door = await openDoor((bot) => {
      bot.on('message', () => never)
      bot.on('message.group', () => new Promise<string>((resolve) => (release = () => resolve('late'))))
    }, quick)
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ status: 204 })
    release()
    await door.said('the answer of message.group came after 50 ms')
  })

  test('a body that is still arriving when the end begins is refused, not begun', async () => {
    let release = (): void => {}
    const ran: string[] = []
    const door = await openDoor((bot) => {
      bot.on('message', (event) => {
        ran.push(event.text)
        return event.text === 'first'
          ? new Promise((resolve) => (release = () => resolve(undefined)))
          : undefined
      })
    })
    const first = post(door.port, groupMessage('first'))
    await door.said('message.group at /napcat')
    const body = JSON.stringify(groupMessage('second'))
    const request = requestOf(headersFor(body), body)
    const socket = await openSocket(door.port)
    const response = nextResponse(socket)
    socket.write(request.subarray(0, -10))
    // A second request on another socket: when it is answered, the server has read the head of the one before.
    await post(door.port, groupMessage('third'))
    const closed = door.bot.close()
    socket.write(request.subarray(-10))
    expect(await response).toMatchObject({ status: 503, body: '' })
    release()
    await first
    await closed
    expect(ran).toEqual(['first', 'third'])
    await expect(door.bot.listen({ port: 0 })).rejects.toThrow('has been closed')
  })

  test('closing does not wait for ever, and aborts the signal of the event', async () => {
    const signals: AbortSignal[] = []
    const door = await openDoor((bot) => {
      bot.on('message', (event) => {
        signals.push(event.signal)
        return never
      })
    }, quick)
    await post(door.port, groupMessage('hi'))
    await door.bot.close({ withinMs: 20 })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(door.logged()).toContain('are not done after 20 ms')
  })
})

describe('the bus', () => {
  test('every handler of the lineage runs, the most specific first, and removed ones do not', async () => {
    const ran: string[] = []
    const door = await openDoor((bot) => {
      for (const name of [
        '*',
        'message',
        'message.group',
        'message.group.normal',
        'message.private',
      ] as const) {
        bot.on(name, () => void ran.push(name))
      }
      const off = bot.on('message', () => void ran.push('removed'))
      off()
    })
    await post(door.port, groupMessage('hi'))
    expect(ran).toEqual(['message.group.normal', 'message.group', 'message', '*'])
  })

  test('own messages reach only handlers of message_sent, whoever reports them and however', async () => {
    const ran: string[] = []
    const door = await openDoor((bot) => {
      bot.use((event, next) => {
        ran.push(`use ${event.name}`)
        return next()
      })
      bot.text('pong', () => 'pong')
      bot.on('*', () => void ran.push('*'))
      bot.on('message', () => 'loop')
      bot.on('message_sent', (event) => void ran.push(event.name))
    })
    const lagrange = groupMessage('pong', { user_id: selfId, sender: { user_id: selfId, nickname: 'bot' } })
    expect(await exchange(door.port, fixture('napcat/message-sent'))).toMatchObject({ status: 204 })
    expect(await post(door.port, lagrange)).toMatchObject({ status: 204 })
    expect(ran).toEqual(['message_sent.group', 'message_sent.group'])
  })

  test('handlers of names that the table does not have are registered explicitly', async () => {
    const door = await openDoor((bot) => {
      bot.onUnknown('notice.group_sneeze', (event) =>
        bot.log.info({ how: event.sub_type }, 'somebody sneezed'),
      )
    })
    await post(door.port, {
      self_id: selfId,
      post_type: 'notice',
      notice_type: 'group_sneeze',
      sub_type: 'loud',
    })
    expect(await door.said('somebody sneezed')).toMatchObject({ how: 'loud' })
  })

  test('an event is frozen, and what is printed of it holds no tools', async () => {
    const door = await openDoor((bot) => {
      bot.on('message', (event) => {
        expect(() => Object.assign(event, { text: 'changed' })).toThrow(TypeError)
        expect(() => Object.assign(event.sender, { role: 'owner' })).toThrow(TypeError)
        expect(() => Object.assign(event.message, { length: 0 })).toThrow(TypeError)
        expect(() => Object.assign(event.raw, { user_id: 1 })).toThrow(TypeError)
        expect(Object.keys(event)).not.toContain('api')
        return event.text
      })
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ body: '{"reply":"hi"}' })
  })
})

test('what is no pattern is refused where it is registered', async () => {
  await openDoor((bot) => {
    expect(() => bot.text(42 as unknown as string, () => 'pong')).toThrow(
      'a string, a list of strings or a regular expression',
    )
  })
})

describe('the chain', () => {
  test('the first text with an answer takes the message; the bus does not see it', async () => {
    const door = await openDoor((bot) => {
      bot.text('ping', () => undefined)
      bot.text(/^p(?<vowel>[aeiou])ng$/g, (_event, match) => `${match[0]} with ${match.groups?.vowel}`)
      bot.text('ping', () => 'too late')
      bot.on('message', () => 'catch-all')
    })
    const answers = ['ping', 'ping', 'pang', 'other'].map((words) => post(door.port, groupMessage(words)))
    expect((await Promise.all(answers)).map(({ body }) => JSON.parse(body).reply)).toEqual([
      'ping with i',
      'ping with i',
      'pang with a',
      'catch-all',
    ])
  })

  test('a text handler hears private messages too, and a mention in front does not matter', async () => {
    const door = await openDoor((bot) => bot.text('ping', () => 'pong'))
    const mention = groupMessage('', { message: [at(selfId), text(' ping ')] })
    expect(await post(door.port, mention)).toMatchObject({ body: '{"reply":"pong"}' })
    const { group_id: _, ...rest } = groupMessage('ping', { message_type: 'private', sub_type: 'friend' })
    expect(await post(door.port, rest)).toMatchObject({ body: '{"reply":"pong"}' })
  })

  test('a middleware sees the answers from further in and leaves them as they are', async () => {
    const seen: unknown[] = []
    const door = await openDoor((bot) => {
      bot.use(async (_event, next) => {
        seen.push((await next()).answers)
      })
      bot.use((_event, next) => next())
      bot.on('message.group', () => 'first')
      bot.on('message', () => undefined)
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ body: '{"reply":"first"}' })
    expect(seen).toEqual([['first']])
  })

  test('a middleware replaces what it does not like and stops what it does not let through', async () => {
    let reached = 0
    const door = await openDoor((bot) => {
      bot.use(async (event, next) => {
        if ('text' in event && event.text === 'stop') return 'stopped'
        const { answers } = await next()
        return answers.includes('rude') ? 'polite' : undefined
      })
      bot.on('message', () => {
        reached += 1
        return 'rude'
      })
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ body: '{"reply":"polite"}' })
    expect(await post(door.port, groupMessage('stop'))).toMatchObject({ body: '{"reply":"stopped"}' })
    expect(reached).toBe(1)
  })

  test('a middleware that throws lets nothing through; what it had let through stands', async () => {
    const door = await openDoor((bot) => {
      bot.use(async (event, next) => {
        if ('text' in event && event.text === 'after') await next()
        throw new Error('guard')
      })
      bot.on('message', () => 'reached')
    })
    expect(await post(door.port, groupMessage('before'))).toMatchObject({ status: 204 })
    expect(await post(door.port, groupMessage('after'))).toMatchObject({ body: '{"reply":"reached"}' })
  })

  test('a middleware that does not wait for next() loses no answer', async () => {
    const door = await openDoor((bot) => {
      bot.use((_event, next) => {
        void next()
      })
      bot.on('message', () => Promise.resolve('answered'))
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ body: '{"reply":"answered"}' })
  })
})

describe('responses', () => {
  const answered = async (answer: unknown, event: object = groupMessage('hi')) => {
    const door = await openDoor((bot) => bot.onUnknown('*', () => answer))
    return { ...(await post(door.port, event)), door }
  }

  test('text that could be a CQ code travels as a segment', async () => {
    const { body } = await answered('[CQ:at,qq=all] & more')
    expect(JSON.parse(body)).toEqual({ reply: [{ type: 'text', data: { text: '[CQ:at,qq=all] & more' } }] })
  })

  test('everything beyond ASCII is escaped, emoji as two halves', async () => {
    const { body, headers } = await answered('你好 😀')
    expect(body).toBe('{"reply":"\\u4f60\\u597d \\ud83d\\ude00"}')
    expect(headers['content-length']).toBe(String(body.length))
  })

  test('reply_at and at_sender are the same', async () => {
    const moderated = { reply: '"quiet"', delete: true, ban: true, ban_duration: 600 }
    const one = await answered({ ...moderated, reply_at: true })
    const other = await answered({ ...moderated, at_sender: true })
    expect(one.body).toBe(other.body)
    expect(JSON.parse(one.body)).toEqual({
      ...moderated,
      reply: [{ type: 'text', data: { text: '"quiet"' } }],
      at_sender: true,
    })
  })

  test('a friend request is approved', async () => {
    const request = {
      self_id: selfId,
      post_type: 'request',
      request_type: 'friend',
      user_id: 1,
      flag: 'f',
      comment: '',
    }
    expect((await answered({ approve: true }, request)).body).toBe('{"approve":true}')
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['false', false],
    ['an empty text', ''],
    ['no segments', []],
    ['an empty object', {}],
  ])('%s is 204', async (_what, answer) => {
    const { status, body, door } = await answered(answer)
    expect({ status, body }).toEqual({ status: 204, body: '' })
    expect(door.lines.filter(({ level }) => level >= 40)).toEqual([])
  })

  test('an answer that no response can carry is 204 and one warning', async () => {
    const notice = { self_id: selfId, post_type: 'notice', notice_type: 'friend_add', user_id: 1 }
    const { status, door } = await answered('welcome', notice)
    expect(status).toBe(204)
    expect(door.lines.filter(({ level }) => level >= 40).map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/friend_add.*"reply" takes no effect: OneBot carries no answer to .* set "api"/),
    ])
  })
})
