import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { AnyEvent } from '../../src/index.js'
import {
  exchange,
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

const listen = async (options: Parameters<typeof openDoor>[1] = {}) => {
  const events: AnyEvent[] = []
  const door = await openDoor((bot) => {
    bot.on('*', (event) => void events.push(event))
    bot.text('ping', () => 'pong')
  }, options)
  const stillAnswers = async (): Promise<void> => {
    expect(await post(door.port, groupMessage('ping'))).toMatchObject({
      status: 200,
      body: '{"reply":"pong"}',
    })
  }
  return { ...door, events, stillAnswers }
}

describe('what does not arrive as it should', () => {
  test('a body cut off in the middle is logged as lost', async () => {
    const { port, said, stillAnswers, events } = await listen()
    const body = JSON.stringify(groupMessage('ping'))
    const request = requestOf(headersFor(body), body)
    const socket = await openSocket(port)
    socket.write(request.subarray(0, request.length - 20))
    socket.end()
    expect(await said('broke off in the middle')).toMatchObject({ cause: 'cut-off' })
    expect(events).toEqual([])
    await stillAnswers()
  })

  test('9 MiB in chunks are refused with 413 once 8 MiB have passed, and the next request on the socket works', async () => {
    const { port, stillAnswers } = await listen()
    const socket = await openSocket(port)
    const chunk = Buffer.alloc(64 * 1024, 0x20)
    const size = Buffer.from(`${chunk.length.toString(16)}\r\n`)
    const headers = headersFor('', { 'Transfer-Encoding': 'chunked' })
    const response = nextResponse(socket)
    socket.write(`POST /napcat HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.join('\r\n')}\r\n\r\n`)
    for (let sent = 0; sent < 9 * 1024 * 1024; sent += chunk.length) {
      socket.write(Buffer.concat([size, chunk, Buffer.from('\r\n')]))
    }
    socket.write('0\r\n\r\n')
    expect(await response).toMatchObject({ status: 413, body: '' })

    const body = JSON.stringify(groupMessage('ping'))
    const second = nextResponse(socket)
    socket.write(requestOf(headersFor(body), body))
    expect(await second).toMatchObject({ status: 200, body: '{"reply":"pong"}' })
    socket.destroy()
    await stillAnswers()
  })

  test('9 MiB announced by a length are refused before they are read', async () => {
    const { port, stillAnswers } = await listen()
    const socket = await openSocket(port)
    const response = nextResponse(socket)
    const headers = headersFor('', { 'Content-Length': String(9 * 1024 * 1024) })
    socket.write(`POST /napcat HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers.join('\r\n')}\r\n\r\n`)
    expect(await response).toMatchObject({ status: 413, body: '' })
    socket.destroy()
    await stillAnswers()
  })

  test('200 connections that trickle are cut off with 408, one log line for all, and nobody else waits', async () => {
    const { port, lines, stillAnswers } = await listen({ requestTimeoutMs: 1000 })
    const head = `POST /napcat HTTP/1.1\r\nHost: 127.0.0.1\r\n${headersFor('', { 'Transfer-Encoding': 'chunked' }).join('\r\n')}\r\n\r\n`
    const sockets = await Promise.all(Array.from({ length: 200 }, () => openSocket(port)))
    const outcomes = sockets.map(async (socket, index) => {
      // Half of them stop in the head, half trickle their body.
      socket.write(index % 2 === 0 ? head.slice(0, 60) : head)
      const trickle = setInterval(() => socket.write(index % 2 === 0 ? 'x' : '1\r\n \r\n'), 1000)
      try {
        return (await nextResponse(socket)).status
      } finally {
        clearInterval(trickle)
        socket.destroy()
      }
    })
    await stillAnswers()
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set([408]))
    await stillAnswers()
    expect(lines.filter(({ level }) => level >= 40)).toMatchObject([{ cause: 'too-slow', status: 408 }])
  })

  test('what is no HTTP is answered with 400 and closed', async () => {
    const { port, said, stillAnswers } = await listen()
    const tls = Buffer.from('160301020001000001fc0303', 'hex')
    expect(await exchange(port, tls)).toMatchObject({
      status: 400,
      body: '',
    })
    expect(await said('what came is TLS')).toMatchObject({ cause: 'no-http' })
    await stillAnswers()
  })

  test('a chunk that is none is one line, with 400', async () => {
    const { port, lines, stillAnswers } = await listen()
    const head = headersFor('', { 'Transfer-Encoding': 'chunked' }).join('\r\n')
    const request = `POST /napcat HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\nzz\r\n`
    expect(await exchange(port, request)).toMatchObject({ status: 400, body: '' })
    await stillAnswers()
    expect(lines.filter(({ level }) => level >= 40)).toMatchObject([{ cause: 'no-http', status: 400 }])
  })

  test('a sender that hangs up while its handler works harms nobody', async () => {
    let release = (): void => {}
    const { bot, port, said, stillAnswers } = await listen()
    bot.text('slow', () => new Promise((resolve) => (release = () => resolve('done'))))
    const body = JSON.stringify(groupMessage('slow'))
    const socket = await openSocket(port)
    socket.write(requestOf(headersFor(body), body))
    await said('message.group at /napcat')
    const closed = once(socket, 'close')
    socket.destroy()
    await closed
    // Answered after it, this one shows that the server has seen the end of the other.
    await stillAnswers()
    release()
    expect(await said('hung up before the answer')).toMatchObject({ level: 40 })
    await stillAnswers()
  })
})

test('a sender that hangs up with a request in the queue does not hold up the end', async () => {
  const releases: (() => void)[] = []
  const bothAtWork = new EventEmitter()
  const door = await openDoor((bot) => {
    bot.on('message', () => {
      if (releases.length === 1) setImmediate(() => bothAtWork.emit('now'))
      return new Promise((resolve) => releases.push(() => resolve('done')))
    })
  })
  const bodies = [JSON.stringify(groupMessage('one')), JSON.stringify(groupMessage('two'))]
  const socket = await openSocket(door.port)
  const heard = once(bothAtWork, 'now')
  socket.write(Buffer.concat(bodies.map((body) => requestOf(headersFor(body), body))))
  await heard
  socket.destroy()
  for (const release of releases) release()
  await door.bot.close()
  expect(door.logged()).not.toContain('not done')
})

describe('what is in the body', () => {
  test('invalid UTF-8 is refused with 400', async () => {
    const { port, lines, stillAnswers } = await listen()
    const body = Buffer.from(JSON.stringify(groupMessage('ping')).replace('ping', 'pi\xffng'), 'latin1')
    expect(await post(port, body)).toMatchObject({ status: 400, body: '' })
    expect(lines.at(-1)).toMatchObject({ cause: 'not-utf8' })
    await stillAnswers()
  })

  test('a list of depth 100 000 is refused with 400', async () => {
    const { port, stillAnswers } = await listen()
    expect(await post(port, '['.repeat(100_000) + ']'.repeat(100_000))).toMatchObject({
      status: 400,
      body: '',
    })
    await stillAnswers()
  })

  test('an event with a field of depth 100 000 is delivered', async () => {
    const { port, events, stillAnswers } = await listen()
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
    const body = JSON.stringify(groupMessage('deep')).replace('"font":14', `"font":${deep}`)
    expect(await post(port, body)).toMatchObject({ status: 204 })
    expect(events.map(({ name }) => name)).toEqual(['message.group'])
    await stillAnswers()
  })

  test('a message of depth 100 000 is delivered', async () => {
    const { port, events, stillAnswers } = await listen()
    const deep = `${'[{"type":"forward","data":{"content":'.repeat(50_000)}1${'}}]'.repeat(50_000)}`
    const body = JSON.stringify(groupMessage('deep', { message: '@' })).replace('"@"', deep)
    expect(await post(port, body)).toMatchObject({ status: 204 })
    expect(events).toMatchObject([{ text: '' }])
    await stillAnswers()
  })

  test('__proto__ keys are dropped, at every depth and however they are written', async () => {
    const { port, events } = await listen()
    const body = JSON.stringify(groupMessage('hi', { evil: '@' })).replace(
      '"evil":"@"',
      '"__proto__":{"polluted":1},"sender":{"__proto__":{"role":"owner"},"nickname":"x"},"\\u005f_proto__":{"polluted":2}',
    )
    expect(await post(port, body)).toMatchObject({ status: 204 })
    const [event] = events as unknown as { polluted?: unknown; sender: { role?: unknown }; raw: object }[]
    expect(event?.polluted).toBeUndefined()
    expect(event?.sender.role).toBeUndefined()
    expect(Object.hasOwn(event?.raw ?? {}, '__proto__')).toBe(false)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('fields with the names of our own do not replace them', async () => {
    const { port, events } = await listen()
    await post(port, groupMessage('hi', { name: 'x', api: 'x', raw: 'x', signal: 'x', text: 'x' }))
    expect(events).toMatchObject([{ name: 'message.group', text: 'hi', self_id: selfId }])
    expect(events[0]?.signal).toBeInstanceOf(AbortSignal)
    expect(events[0]?.raw.api).toBe('x')
  })

  test.each([
    [{ post_type: 'weather', sub_type: 'rain' }, 'weather'],
    [{ post_type: 'notice', notice_type: 'group_sneeze', sub_type: 'loud' }, 'notice.group_sneeze'],
    [{ post_type: 'notice', notice_type: 'notify', sub_type: 'wink' }, 'notice.notify.wink'],
    [{ post_type: 'message', message_type: 'guild' }, 'message.guild'],
    [{}, 'unknown'],
    [{ post_type: 7, sub_type: [] }, 'unknown'],
    [{ post_type: '*' }, 'unknown'],
  ])('%j is delivered as %s, once', async (fields, name) => {
    const { port, events } = await listen()
    expect(await post(port, { self_id: selfId, ...fields })).toMatchObject({ status: 204, body: '' })
    expect(events.map((event) => event.name)).toEqual([name])
  })

  test('a message without message, sender and text is delivered with an empty text', async () => {
    const { port, events } = await listen()
    await post(port, { self_id: selfId, post_type: 'message', message_type: 'group', message: { odd: true } })
    expect(events).toMatchObject([{ message: [], text: '' }])
  })

  test('a numeric string as self_id is the account', async () => {
    const { port, events } = await listen({
      endpoints: [{ path: '/napcat', tokens: [token], selfIds: [selfId] }],
    })
    expect(await post(port, groupMessage('hi', { self_id: String(selfId) }))).toMatchObject({ status: 204 })
    expect(events).toMatchObject([{ self_id: selfId }])
  })
})
