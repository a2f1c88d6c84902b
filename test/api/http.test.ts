import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  ApiError,
  ApiNotConfigured,
  ApiProtocolError,
  ApiRefused,
  ApiTimeout,
  ApiUnreachable,
  createBot,
} from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { groupMessage, openDoor, post, selfId, token } from '../support/door.js'

interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const apiToken = 'api_secret'

/** An HTTP server in the place of an implementation. */
const implementation = async (answer: (response: ServerResponse, received: Received) => void) => {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const one = { method: request.method, url: request.url, headers: request.headers, body }
      received.push(one)
      answer(response, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { received, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const ok = (data: unknown) => (response: ServerResponse) =>
  response.end(JSON.stringify({ status: 'ok', retcode: 0, data }))

const apiAt = (url: string, timeoutMs = 5000) => {
  const bot = createBot({
    endpoints: [{ path: '/napcat', tokens: [token], api: { url, token: apiToken, timeoutMs } }],
    log: createLog('silent'),
  })
  onTestFinished(() => bot.close({ withinMs: 0 }))
  return bot.api(selfId)
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a call', () => {
  test('is a POST of ASCII JSON with the token, and resolves to the data', async () => {
    const { url, received } = await implementation(ok({ message_id: 7 }))
    const data = await apiAt(`${url}/`).call('send_group_msg', { group_id: 1, message: '你好' })
    expect(data).toEqual({ message_id: 7 })
    expect(received).toMatchObject([
      {
        method: 'POST',
        url: '/send_group_msg',
        body: '{"group_id":1,"message":"\\u4f60\\u597d"}',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiToken}` },
      },
    ])
  })

  test('without parameters still has a body', async () => {
    const { url, received } = await implementation(ok(null))
    await apiAt(url).call('get_status')
    expect(received).toMatchObject([{ url: '/get_status', body: '{}' }])
  })

  test('from a handler goes to the API of the endpoint', async () => {
    const { url, received } = await implementation(ok({ message_id: 7 }))
    const door = await openDoor(
      (bot) => {
        bot.on('message.group', async (event) => {
          await event.api.call('send_group_msg', { group_id: event.group_id, message: 'hello' })
          return `sent by ${event.api.selfId}`
        })
      },
      { endpoints: [{ path: '/napcat', tokens: [token], api: { url } }] },
    )
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ body: `{"reply":"sent by ${selfId}"}` })
    expect(received.map(({ url: path }) => path)).toEqual(['/send_group_msg'])
  })

  test('of an account with an API of its own goes there', async () => {
    const shared = await implementation(ok('shared'))
    const own = await implementation(ok('own'))
    const bot = createBot({
      endpoints: [{ path: '/napcat', tokens: [token], api: { url: shared.url } }],
      accounts: [{ selfId: 1, api: { url: own.url } }, { selfId: 2 }],
      log: createLog('silent'),
    })
    onTestFinished(() => bot.close())
    expect(await bot.api(1).call('get_status')).toBe('own')
    expect(await bot.api(2).call('get_status')).toBe('shared')
  })
})

describe('errors', () => {
  test('a retcode other than 0 is ApiRefused, whatever status and HTTP status say', async () => {
    const { url } = await implementation((response) =>
      response.writeHead(200).end('{"status":"ok","retcode":1,"wording":"不行"}'),
    )
    const error = await failureOf(apiAt(url).call('set_friend_add_request', { flag: 'f' }))
    expect(error).toBeInstanceOf(ApiRefused)
    expect(error).toMatchObject({
      action: 'set_friend_add_request',
      retcode: 1,
      wording: '不行',
      code: 'API_REFUSED',
    })
  })

  test('retcode 0 is success, whatever the HTTP status says', async () => {
    const { url } = await implementation((response) => response.writeHead(404).end('{"retcode":0,"data":1}'))
    expect(await apiAt(url).call('get_status')).toBe(1)
  })

  test('no answer in time is ApiTimeout', async () => {
    const { url } = await implementation(() => {})
    const error = await failureOf(apiAt(url).call('an_action', {}, { timeoutMs: 30 }))
    expect(error).toBeInstanceOf(ApiTimeout)
    expect(error).toMatchObject({ timeoutMs: 30 })
  })

  test('nobody there is ApiUnreachable with the address', async () => {
    const { url, server } = await implementation(ok(1))
    await new Promise((resolve) => server.close(resolve))
    const error = await failureOf(apiAt(url).call('an_action'))
    expect(error).toBeInstanceOf(ApiUnreachable)
    expect(String(error)).toContain(`nobody answers at ${url} (ECONNREFUSED)`)
  })

  test('a connection that breaks off is ApiUnreachable', async () => {
    const { url } = await implementation((response) => response.socket?.destroy())
    expect(await failureOf(apiAt(url).call('an_action'))).toBeInstanceOf(ApiUnreachable)
  })

  test('an HTML page is ApiProtocolError', async () => {
    const { url } = await implementation((response) => response.end('<html>NapCat</html>'))
    expect(await failureOf(apiAt(url).call('an_action'))).toBeInstanceOf(ApiProtocolError)
  })

  test.each([
    ['NapCat', 403, '{"message":"token verify failed!"}', /token verify failed/],
    ['Lagrange', 401, '', /HTTP 401.*"api.token"/],
  ])('a token that %s refuses is told', async (_who, status, body, says) => {
    const { url } = await implementation((response) => response.writeHead(status).end(body))
    const error = await failureOf(apiAt(url).call('an_action'))
    expect(error).toBeInstanceOf(ApiProtocolError)
    expect(String(error)).toMatch(says)
  })

  test('a signal that aborts ends the call with its reason', async () => {
    const abort = new AbortController()
    const { url } = await implementation(() => abort.abort(new Error('enough')))
    const error = await failureOf(apiAt(url).call('an_action', {}, { signal: abort.signal }))
    expect(String(error)).toBe('Error: enough')
  })

  test('an account without an API is told which key to set', async () => {
    const bot = createBot({ endpoints: [{ path: '/napcat', tokens: [token] }], log: createLog('silent') })
    const error = await failureOf(bot.api(5).call('an_action'))
    expect(error).toBeInstanceOf(ApiNotConfigured)
    expect(String(error)).toMatch(/account 5 has no API; set "api"/)
  })

  test('none holds the token, however it is printed', async () => {
    const refused = await implementation((response) => response.end('{"retcode":100}'))
    const broken = await implementation((response) => response.socket?.destroy())
    const silent = await implementation(() => {})
    const calls = [refused, broken, silent].map(({ url }) => failureOf(apiAt(url, 30).call('an_action')))
    for (const error of await Promise.all(calls)) {
      expect(error).toBeInstanceOf(ApiError)
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(apiToken)
      expect(inspect(error, { depth: 10 })).not.toContain('AxiosError')
    }
  })
})
