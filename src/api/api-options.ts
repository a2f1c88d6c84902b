import { ConfigError } from '../errors.js'

export interface ApiOptions {
  /** Where the implementation takes calls: `http://127.0.0.1:3000`, `ws://127.0.0.1:3001`. */
  readonly url: string
  /** Its access token. */
  readonly token?: string
  /** Milliseconds that a call may take. Default 10 000. */
  readonly timeoutMs?: number
  /** Take the events that come over this WebSocket. Default: false. */
  readonly events?: boolean
}

/** One way to call, or two: a WebSocket while it is connected, and HTTP otherwise. */
export type ApiWays = ApiOptions | readonly ApiOptions[]

/** An address without password and query, which would be secrets in every log line. */
export const apiUrl = /^(https?|wss?):\/\/[^\s@/?#]+(\/[^\s@?#]*)?$/

export const isWebSocket = ({ url }: ApiOptions): boolean => /^wss?:/.test(url)

export const waysOf = (api: ApiWays): readonly ApiOptions[] => ('url' in api ? [api] : api)

interface Owner {
  readonly api?: ApiWays
}

/** What is wrong with ways to call that each look right alone or were written without the types. */
export const checkApis = (endpoints: readonly Owner[], accounts: readonly Owner[]): void => {
  const problems = [
    ...endpoints.flatMap(({ api }, index) => problemsOf(api, `endpoints[${index}].api`)),
    ...accounts.flatMap(({ api }, index) => problemsOf(api, `accounts[${index}].api`)),
  ]
  if (problems.length > 0) throw new ConfigError('The configuration', problems)
}

const problemsOf = (api: ApiWays | undefined, at: string): string[] => {
  if (api === undefined) return []
  const ways = waysOf(api)
  const sockets = ways.filter(isWebSocket).length
  const isPair = ways.length === 2 && sockets === 1
  return [
    ...('url' in api || isPair ? [] : [`${at}: expected one ws:// and one http:// address in the list`]),
    ...ways.flatMap((way, index) => {
      const place = 'url' in api ? at : `${at}[${index}]`
      if (!apiUrl.test(way.url))
        return [`${place}.url: expected an http:// or ws:// address without password and query`]
      return way.events === true && !isWebSocket(way)
        ? [
            `${place}.events: events come over ws:// only; over HTTP the implementation posts them to an endpoint`,
          ]
        : []
    }),
  ]
}
