import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createApi } from '../../src/api/client.js'
import { isRead } from '../../src/api/params.js'
import { retryReads } from '../../src/api/retries.js'
import { WsTransport } from '../../src/api/ws-transport.js'
import { ApiProtocolError, ApiRefused, ApiTimeout, ApiUnreachable } from '../../src/errors.js'
import { CountingLog, createLog } from '../../src/log.js'
import { openWsApi, type WsPeer } from '../support/ws-api.js'

const token = 'api_secret'

/** A client of one WebSocket, whose waits between attempts are short. */
const clientOf = (url: string, options: { lookEveryMs?: number; timeoutMs?: number } = {}) => {
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const ws = new WsTransport({
    url,
    token,
    say: new CountingLog(log),
    random: () => -0.99,
    ...(options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs }),
  })
  const transport = retryReads(ws, isRead)
  onTestFinished(() => transport.close())
  return { ws, transport, lines, api: createApi(1, transport, options.timeoutMs ?? 5000) }
}

const all = async (packets: AsyncIterable<unknown>): Promise<unknown[]> => {
  const list: unknown[] = []
  for await (const packet of packets) list.push(packet)
  return list
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a call', () => {
  test('connects, carries the token, ASCII and an echo of its own', async () => {
    const server = await openWsApi()
    const { api } = clientOf(`${server.url}/onebot`)
    const sent = api.call('send_group_msg', { group_id: 1, message: '你好' })
    const peer = await server.peer()
    let text = ''
    peer.socket.on('message', (data) => {
      text = String(data)
    })
    const call = await peer.next()
    expect(peer).toMatchObject({ authorization: `Bearer ${token}`, path: '/onebot' })
    expect(call).toMatchObject({ action: 'send_group_msg', params: { group_id: 1, message: '你好' } })
    expect(call.echo).toEqual(expect.any(String))
    peer.answer(call, { message_id: 7 })
    expect(await sent).toEqual({ message_id: 7 })
    const again = api.call('send_group_msg', { group_id: 1, message: '你好' })
    peer.answer(await peer.next())
    await again
    expect(text).toMatch(/\\u4f60\\u597d/)
  })

  test('gets its own answer, in whatever order they come', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const calls = [1, 2, 3, 4].map((n) => api.call('an_action', { n }))
    const peer = await server.peer()
    const received = [await peer.next(), await peer.next(), await peer.next(), await peer.next()]
    for (const call of received.toReversed()) peer.answer(call, call.params.n)
    expect(await Promise.all(calls)).toEqual([1, 2, 3, 4])
    expect(server.connections()).toBe(1)
  })

  test('is refused by a retcode', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const error = failureOf(api.call('an_action'))
    const peer = await server.peer()
    peer.answer(await peer.next(), null, 1404)
    expect(await error).toMatchObject({
      retcode: 1404,
      meaning: 'the implementation does not have this action',
      maybeDone: false,
    })
    expect(await error).toBeInstanceOf(ApiRefused)
  })

  test('that is not answered in time may have been carried out', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const error = failureOf(api.call('an_action', {}, { timeoutMs: 50 }))
    expect(await error).toBeInstanceOf(ApiTimeout)
    expect(await error).toMatchObject({ timeoutMs: 50, maybeDone: true })
  })

  test('ends with the reason of its signal, and its late answer is nobody else’s', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const abort = new AbortController()
    const error = failureOf(api.call('an_action', {}, { signal: abort.signal }))
    const peer = await server.peer()
    const given = await peer.next()
    abort.abort(new Error('enough'))
    expect(String(await error)).toBe('Error: enough')
    peer.answer(given, 'late')
    const other = api.call('an_action')
    peer.answer(await peer.next(), 'right')
    expect(await other).toBe('right')
  })

  test('is not sent where too much waits already', async () => {
    const server = await openWsApi()
    await server.shut()
    const { api } = clientOf(server.url)
    const waiting = Array.from({ length: 10_000 }, () => failureOf(api.call('an_action')))
    const error = await failureOf(api.call('an_action'))
    expect(String(error)).toMatch(/not sent.*too many calls wait/)
    expect(error).toMatchObject({ maybeDone: false })
    expect(waiting).toHaveLength(10_000)
  })
})

describe('a stream', () => {
  const packet = (echo: string, data: object, retcode = 0) => ({ status: 'ok', retcode, data, echo })

  test('gives every packet with the echo, the final one included', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const read = all(api.stream('download_file_stream', { file: 'f' }))
    const peer = await server.peer()
    const { echo } = await peer.next()
    peer.say(packet(echo, { type: 'stream', data_type: 'file_info' }))
    peer.say(packet(echo, { type: 'stream', data_type: 'file_chunk' }))
    peer.say(packet(echo, { type: 'response', data_type: 'file_complete' }))
    expect(await read).toMatchObject([
      { data_type: 'file_info' },
      { data_type: 'file_chunk' },
      { data_type: 'file_complete' },
    ])
  })

  test('called like any action gives its last packet', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const last = api.download_file_stream({ file: 'f' })
    const peer = await server.peer()
    const { echo } = await peer.next()
    peer.say(packet(echo, { type: 'stream' }))
    peer.say(packet(echo, { type: 'response', total_bytes: 3 }))
    expect(await last).toMatchObject({ total_bytes: 3 })
  })

  test('throws where a packet says no', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const read = failureOf(all(api.stream('download_file_stream', { file: 'f' })))
    const peer = await server.peer()
    const { echo } = await peer.next()
    peer.say(packet(echo, { type: 'stream' }))
    peer.say(packet(echo, { type: 'error' }, 1200))
    expect(await read).toBeInstanceOf(ApiRefused)
  })
})

describe('a connection that drops', () => {
  const drops: [string, (peer: WsPeer) => void][] = [
    ['closed', ({ socket }) => socket.close()],
    ['cut', ({ socket }) => socket.terminate()],
    ['half-closed', ({ wire }) => wire.end()],
  ]

  test.each(drops)('%s: a send ends as unknown, a read is made again', async (_how, drop) => {
    const server = await openWsApi()
    const { api } = clientOf(server.url)
    const send = failureOf(api.send_group_msg({ group_id: 1, message: 'hi' }))
    const read = api.get_group_list()
    const peer = await server.peer()
    await peer.next()
    await peer.next()
    drop(peer)
    expect(await send).toBeInstanceOf(ApiUnreachable)
    expect(await send).toMatchObject({ maybeDone: true })
    const second = await server.peer()
    const again = await second.next()
    expect(again.action).toBe('get_group_list')
    second.answer(again, [])
    expect(await read).toEqual([])
  })

  test('is made again, and what was not sent yet goes then', async () => {
    const server = await openWsApi()
    const { api, ws } = clientOf(server.url)
    const first = api.call('an_action')
    const peer = await server.peer()
    peer.answer(await peer.next())
    await first
    await server.shut()
    await vi.waitFor(() => expect(ws.isConnected).toBe(false))
    const waits = api.call('send_private_msg', { user_id: 1, message: 'hi' })
    const reborn = await openWsApi({ port: server.port })
    const second = await reborn.peer()
    second.answer(await second.next(), { message_id: 1 })
    expect(await waits).toEqual({ message_id: 1 })
  })

  test('never made: the call says that it was not sent', async () => {
    const server = await openWsApi()
    await server.shut()
    const { api, lines } = clientOf(server.url, { timeoutMs: 100 })
    const error = await failureOf(api.send_private_msg({ user_id: 1, message: 'hi' }))
    expect(error).toBeInstanceOf(ApiUnreachable)
    expect(error).toMatchObject({ maybeDone: false })
    expect(String(error)).toMatch(/not sent.*ECONNREFUSED.*websocketServers/)
    expect(lines.filter((line) => line.includes('cannot be connected to'))).toHaveLength(1)
  })

  test('without a word is noticed', async () => {
    const server = await openWsApi({ autoPong: false })
    const { api } = clientOf(server.url, { lookEveryMs: 20 })
    const error = failureOf(api.call('an_action'))
    expect(await error).toBeInstanceOf(ApiUnreachable)
    expect(await error).toMatchObject({ maybeDone: true })
  })

  test('is kept while the peer answers pings', async () => {
    const server = await openWsApi()
    const { api } = clientOf(server.url, { lookEveryMs: 5 })
    const call = api.call('an_action')
    const peer = await server.peer()
    const received = await peer.next()
    let pings = 0
    await new Promise<void>((resolve) => {
      peer.socket.on('ping', () => {
        pings += 1
        if (pings === 4) resolve()
      })
    })
    peer.answer(received, 'there')
    expect(await call).toBe('there')
    expect(server.connections()).toBe(1)
  })
})

describe('a token that is refused', () => {
  test.each([401, 403])('at the handshake with %i: told once, and calls end at once', async (status) => {
    const server = await openWsApi({ refuse: status })
    const { api, lines } = clientOf(server.url)
    const error = await failureOf(api.call('an_action'))
    expect(error).toBeInstanceOf(ApiProtocolError)
    expect(error).toMatchObject({ maybeDone: false })
    expect(String(error)).toMatch(new RegExp(`refuses the token \\(HTTP ${status}\\).*"api.token"`))
    expect(await failureOf(api.call('an_action'))).toBeInstanceOf(ApiProtocolError)
    expect(lines.filter((line) => line.includes('refuses the token'))).toHaveLength(1)
    expect(inspect(error, { depth: 10, showHidden: true }) + lines.join()).not.toContain(token)
  })

  test('by a frame: told once, and calls end at once', async () => {
    const server = await openWsApi()
    const { api, lines } = clientOf(server.url)
    const error = failureOf(api.call('an_action'))
    const peer = await server.peer()
    peer.say({ status: 'failed', retcode: 1403, data: null, message: 'token验证失败', echo: '' })
    peer.socket.close()
    expect(await error).toBeInstanceOf(ApiProtocolError)
    expect(await error).toMatchObject({ maybeDone: false })
    expect(await failureOf(api.call('an_action'))).toBeInstanceOf(ApiProtocolError)
    expect(lines.filter((line) => line.includes('refuses the token'))).toHaveLength(1)
  })
})

test('close ends everything at once', async () => {
  const server = await openWsApi()
  const { api, transport } = clientOf(server.url)
  const send = failureOf(api.call('an_action'))
  const read = failureOf(api.get_group_list())
  const peer = await server.peer()
  await peer.next()
  const gone = new Promise((resolve) => peer.socket.on('close', resolve))
  transport.close()
  expect(await send).toMatchObject({ code: 'API_UNREACHABLE', maybeDone: true })
  expect(await read).toMatchObject({ code: 'API_UNREACHABLE' })
  expect(await failureOf(api.call('an_action'))).toMatchObject({ maybeDone: false })
  await gone
})

test('frames that are no JSON, no objects, or nobody’s are passed over', async () => {
  const server = await openWsApi()
  const { api } = clientOf(server.url)
  const call = api.call('an_action')
  const peer = await server.peer()
  const received = await peer.next()
  for (const frame of ['{', '[]', '1', 'null', '{"retcode":0,"echo":5}', '{"post_type":"meta_event"}'])
    peer.socket.send(frame)
  peer.answer(received, 'right')
  expect(await call).toBe('right')
})
