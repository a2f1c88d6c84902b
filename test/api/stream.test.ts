import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApi, createMissingApi, type StreamingApi } from '../../src/api/client.js'
import { createHttpTransport } from '../../src/api/http-transport.js'
import {
  ApiNotConfigured,
  ApiProtocolError,
  ApiRefused,
  ApiTimeout,
  ApiUnreachable,
} from '../../src/errors.js'

const file = { file: 'f' }

/** The client of a server that answers every call like this. */
const apiOf = async (answer: (response: ServerResponse) => void): Promise<StreamingApi> => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const transport = createHttpTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '')
  onTestFinished(() => {
    transport.close()
    server.closeAllConnections()
    server.close()
  })
  return createApi(1, transport)
}

const packet = (data: object, retcode = 0): string => `${JSON.stringify({ retcode, data })}\r\n\r\n`

const all = async (packets: AsyncIterable<unknown>): Promise<unknown[]> => {
  const list: unknown[] = []
  for await (const one of packets) list.push(one)
  return list
}

describe('a stream over HTTP', () => {
  test('gives the data of every packet', async () => {
    const api = await apiOf((response) => response.end(packet({ index: 0 }) + packet({ type: 'response' })))
    expect(await all(api.stream('download_file_stream', file))).toEqual([{ index: 0 }, { type: 'response' }])
  })

  test('gives a packet as soon as it is there, and is left when nobody takes more', async () => {
    let left: Promise<unknown> = Promise.resolve()
    const api = await apiOf((response) => {
      left = new Promise((resolve) => response.on('close', resolve))
      response.write(packet({ index: 0 }))
    })
    for await (const one of api.stream('download_file_stream', file)) {
      expect(one).toEqual({ index: 0 })
      break
    }
    await left
  })

  test.each([
    ['a packet that says no', (response: ServerResponse) => response.end(packet({}, 1200)), ApiRefused],
    ['a packet that is no JSON', (response: ServerResponse) => response.end('{\r\n\r\n'), ApiProtocolError],
    [
      'a body that breaks off',
      (response: ServerResponse) => response.write(packet({}), () => response.destroy()),
      ApiUnreachable,
    ],
  ])('throws on %s', async (_what, answer, Failure) => {
    const api = await apiOf(answer)
    await expect(all(api.stream('download_file_stream', file))).rejects.toThrow(Failure)
  })

  test('has its time from packet to packet', async () => {
    const api = await apiOf((response) => response.write(packet({})))
    await expect(all(api.stream('download_file_stream', file, { timeoutMs: 40 }))).rejects.toThrow(ApiTimeout)
  })

  test('called like any action gives its last packet', async () => {
    const api = await apiOf((response) => response.end(packet({ index: 0 }) + packet({ total_bytes: 3 })))
    expect(await api.download_file_stream(file)).toEqual({ total_bytes: 3 })
  })
})

test('without an API a stream is refused', async () => {
  await expect(all(createMissingApi(1).stream('download_file_stream'))).rejects.toThrow(ApiNotConfigured)
})
