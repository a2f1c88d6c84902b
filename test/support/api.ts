import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { BotOptions } from '../../src/index.js'
import { token } from './door.js'

export type Params = Readonly<Record<string, unknown>>

/** A call as it arrived. */
export type ReceivedCall = readonly [action: string, params: Params]

export interface FakeApi {
  readonly url: string
  /** Every call so far, apart from `get_version_info`. */
  readonly calls: readonly ReceivedCall[]
  /** How often it was asked what it is. */
  readonly inquiries: () => number
  /** Resolves when a call of this action has arrived, the `count`th. */
  readonly called: (action: string, count?: number) => Promise<Params>
  /** The options of a bot that calls here. */
  readonly options: (endpoint?: object, api?: object) => Pick<BotOptions, 'endpoints'>
}

/** What a call is answered with; `never`: with nothing. */
export type ApiAnswer =
  | { readonly retcode: number; readonly data?: unknown; readonly wording?: string }
  | 'never'

export const done = (data: unknown = null): ApiAnswer => ({ retcode: 0, data })

/** An HTTP API on a free port, closed when the test ends. Without a word of its own it is no known implementation. */
export const openApi = async (
  answer: (action: string, params: Params) => ApiAnswer | undefined = () => undefined,
): Promise<FakeApi> => {
  const calls: ReceivedCall[] = []
  let inquiries = 0
  let waiting: { action: string; count: number; resolve: (params: Params) => void }[] = []
  const nth = (action: string, count: number): Params | undefined =>
    calls.filter(([name]) => name === action)[count - 1]?.[1]
  const take = (action: string, params: Params): void => {
    if (action === 'get_version_info') inquiries += 1
    else calls.push([action, params])
    for (const one of waiting) {
      const found = nth(one.action, one.count)
      if (found !== undefined) one.resolve(found)
    }
    waiting = waiting.filter((one) => nth(one.action, one.count) === undefined)
  }
  const respond = (response: ServerResponse, said: ApiAnswer): void => {
    if (said !== 'never')
      response.end(JSON.stringify({ status: said.retcode === 0 ? 'ok' : 'failed', ...said }))
  }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const action = (request.url ?? '').slice(1)
      const params: Params = JSON.parse(body)
      take(action, params)
      const usual =
        action === 'get_version_info' ? { retcode: 404 } : done({ message_id: 100 + calls.length })
      respond(response, answer(action, params) ?? usual)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    calls,
    inquiries: () => inquiries,
    called: (action, count = 1) => {
      const found = nth(action, count)
      return found
        ? Promise.resolve(found)
        : new Promise((resolve) => waiting.push({ action, count, resolve }))
    },
    options: (endpoint = {}, api = {}) => ({
      endpoints: [{ name: 'main', path: '/napcat', tokens: [token], api: { url, ...api }, ...endpoint }],
    }),
  }
}
