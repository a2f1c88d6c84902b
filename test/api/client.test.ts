import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApi, createMissingApi } from '../../src/api/client.js'
import { createHttpTransport } from '../../src/api/http-transport.js'
import type { Transport } from '../../src/api/transport.js'
import { ApiNotConfigured, ApiRefused } from '../../src/errors.js'
import type { Api } from '../../src/protocol/action.js'
import { actions } from '../../src/protocol/action-map.js'

interface Received {
  readonly path: string | undefined
  readonly params: unknown
}

const received: Received[] = []
let answer: unknown
let transport: Transport
let api: Api

const server = createServer(async (request, response) => {
  received.push({ path: request.url, params: await json(request) })
  response.end(JSON.stringify(answer))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  transport = createHttpTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '')
  api = createApi(10_000, transport)
})

beforeEach(() => {
  received.length = 0
  answer = { status: 'ok', retcode: 0, data: { message_id: 7 } }
})

afterAll(() => {
  transport.close()
  server.close()
})

describe('methods', () => {
  test('a method calls the action of its name and resolves to the data', async () => {
    await expect(api.send_group_msg({ group_id: '1', message: 'hi' })).resolves.toEqual({ message_id: 7 })
    expect(received).toEqual([{ path: '/send_group_msg', params: { group_id: '1', message: 'hi' } }])
  })

  test('parameters may be left out where none is needed', async () => {
    await api.get_login_info()
    await api._get_model_show()
    expect(received).toEqual([
      { path: '/get_login_info', params: {} },
      { path: '/_get_model_show', params: {} },
    ])
  })

  test('a method takes the settings of a call', async () => {
    const signal = AbortSignal.abort(new Error('no longer needed'))
    await expect(api.get_status({}, { signal })).rejects.toThrow('no longer needed')
    expect(received).toEqual([])
  })

  test('a method rejects as a call does', async () => {
    answer = { status: 'failed', retcode: 100, wording: 'not your message' }
    await expect(api.delete_msg({ message_id: 1 })).rejects.toThrow(ApiRefused)
  })

  test('every action is a method, and none hides a member of the client', () => {
    for (const name of Object.keys(actions)) expect(Reflect.get(api, name), name).toBeTypeOf('function')
    expect(Object.keys(actions)).not.toContain('call')
    expect(Object.keys(actions)).not.toContain('selfId')
  })

  test('all clients share their methods', () => {
    expect(createApi(1, transport).send_msg).toBe(createMissingApi(2).send_msg)
  })

  test('an account without an API has the methods too', async () => {
    const missing = createMissingApi(10_000)
    await expect(missing.get_status()).rejects.toThrow(ApiNotConfigured)
    await expect(missing.get_status()).rejects.toThrow('get_status: account 10000 has no API')
  })
})

describe('call', () => {
  test('an action with a name that cannot stand behind a dot is called by it', async () => {
    await api.call('.handle_quick_operation', { context: {}, operation: { delete: true } })
    expect(received).toEqual([
      { path: '/.handle_quick_operation', params: { context: {}, operation: { delete: true } } },
    ])
  })

  test('an unknown action takes what it is given', async () => {
    await api.call('an_action_of_tomorrow', { message: '[CQ:at,qq=1]' })
    expect(received).toEqual([{ path: '/an_action_of_tomorrow', params: { message: '[CQ:at,qq=1]' } }])
  })

  test('text from a user never becomes a CQ code', async () => {
    await api.send_group_msg({ group_id: 1, message: '[CQ:at,qq=all]' })
    await api.call('send_group_msg', { group_id: 1, message: '[CQ:at,qq=all]' })
    const message = [{ type: 'text', data: { text: '[CQ:at,qq=all]' } }]
    expect(received.map(({ params }) => params)).toEqual([
      { group_id: 1, message },
      { group_id: 1, message },
    ])
  })
})
