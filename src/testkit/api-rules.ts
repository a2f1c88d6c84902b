import type { Fields } from './world-types.js'

export interface HttpAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** Nothing is ever answered. */
export type Silence = 'silence'

export class Failure {
  readonly reason: 'bad-json' | 'unknown-action' | 'schema' | 'refused'
  readonly message: string

  constructor(reason: Failure['reason'], message: string) {
    this.reason = reason
    this.message = message
  }
}

/** How a call went. `data` `undefined`: the action gives nothing back, not even `null`. */
export type Outcome = { readonly data: unknown } | Failure

/** One call as it came over HTTP. */
export interface HttpCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** What a call asks for; a `Failure` where its body says nothing, an answer where it is turned away. */
export type ReadCall = Asked | Failure | HttpAnswer | Silence

export interface Asked {
  readonly action: string
  readonly params: Fields
  readonly echo?: unknown
  /** Whether the path names the action. */
  readonly byPath?: boolean
}

/** What an action does where a parameter is missing. */
export interface Defaults {
  /** Seconds of `set_group_ban`. */
  readonly banDuration: number
  /** `enable` of `set_group_admin`. */
  readonly adminEnable: boolean
  /** `enable` of `set_group_whole_ban`. */
  readonly wholeBanEnable: boolean
}

/**
 * How parameters of the wrong type are taken: converted both ways or refused; numbers from strings, the rest
 * refused; or everything taken, as 0 and '' where it says nothing.
 */
export type Coercion = 'both-ways' | 'numbers-only' | 'anything'

/** Who may do what on a socket of this path. */
export interface SocketUse {
  readonly calls: boolean
  readonly events: boolean
}

/** How an implementation serves its actions over WebSocket, apart from what it does as over HTTP. */
export interface SocketRules {
  readonly useOf: (path: string) => SocketUse
  /** A status ends the handshake; `frame` lets in, says so with retcode 1403 and closes; `close` only closes. */
  readonly denies: { readonly missing: Denial; readonly wrong: Denial }
  /** Where they are others than over HTTP. */
  readonly retcodes?: Readonly<Record<Failure['reason'], number>>
  /** The `echo` of the answer to a call without one; `undefined`: the key is missing. */
  readonly noEcho: unknown
  /** What becomes of a frame that is no JSON. */
  readonly badJson: 'silence' | 'answer'
  /** Milliseconds between heartbeats. */
  readonly heartbeatMs: number
  /** Bytes of one frame. */
  readonly maxPayload?: number
}

/** How somebody without the right token is turned away. */
export type Denial = 401 | 403 | 'frame' | 'frame, 1008' | 'close'

/** How an implementation serves its actions over HTTP. */
export interface ApiRules {
  /** The token that counts; `undefined`: there is none. */
  readonly tokenOf: (call: HttpCall) => string | undefined
  readonly missingToken: HttpAnswer
  readonly wrongToken: HttpAnswer
  /** Whether the body is read before the token. */
  readonly bodyFirst: boolean
  readonly read: (call: HttpCall, chunkBytes: number) => ReadCall
  /** Behind the name of an action, without meaning. */
  readonly suffixes: readonly string[]
  readonly lacks: readonly string[]
  readonly coercion: Coercion
  /** Actions whose parameters nobody checks. */
  readonly unchecked: RegExp
  readonly defaults: Defaults
  readonly versionInfo: Fields
  readonly answer: (outcome: Outcome, asked: Asked, number: number) => HttpAnswer
  readonly socket: SocketRules
}

/** `/api` and `/event` for one thing each, every other path for both. */
export const usualUse = (path: string): SocketUse => ({ calls: path !== '/event', events: path !== '/api' })

export const json = (status: number, body: Fields, type = 'application/json'): HttpAnswer => ({
  status,
  headers: { 'Content-Type': type },
  body: JSON.stringify(body),
})

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status,
  headers,
  body: '',
})

export const isFailure = (outcome: object): outcome is Failure => outcome instanceof Failure

/** The header `Authorization` of a call. */
export const authorizationOf = ({ headers }: HttpCall): string | undefined =>
  typeof headers.authorization === 'string' ? headers.authorization : undefined

export const contentTypeOf = ({ headers }: HttpCall): string =>
  typeof headers['content-type'] === 'string' ? headers['content-type'] : ''

const badJson = new Failure('bad-json', 'invalid JSON')

/** The JSON object in a text, or why there is none. An empty text is an empty object. */
export const objectOf = (text: string, parse: (text: string) => unknown = JSON.parse): Fields | Failure => {
  try {
    const value = text.trim() === '' ? {} : parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : badJson
  } catch {
    return badJson
  }
}

/** Parameters of the query or of a form: all of them strings. */
export const formOf = (form: URLSearchParams): Fields => Object.fromEntries(form)
