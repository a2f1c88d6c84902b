import { ApiNotConfigured, ApiProtocolError, ApiRefused } from '../errors.js'
import type { Api, CallOptions, UnknownParams } from '../protocol/action.js'
import { actions } from '../protocol/action-map.js'
import type { Implementation } from '../protocol/implementation.js'
import { errands } from './errands.js'
import { type MediaOptions, withFiles } from './local-files.js'
import { toWireParams } from './params.js'
import type { Transport } from './transport.js'

export const defaultTimeoutMs = 10_000

/** `Api.call` as it runs: names and types are checked where it is used. */
type Call = (action: string, params?: UnknownParams, options?: CallOptions) => Promise<unknown>

/** A method for every action, and the errands. Made once: a client is made for every event. */
const methods: object = {
  ...Object.fromEntries(
    Object.keys(actions).map((action) => [
      action,
      function (this: { readonly call: Call }, params?: UnknownParams, options?: CallOptions) {
        return this.call(action, params, options)
      },
    ]),
  ),
  ...errands,
}

const withMethods = (selfId: number, call: Call): Api =>
  Object.assign(Object.create(methods), { selfId, call })

export interface ApiSettings {
  readonly timeoutMs?: number | undefined
  /** Resolves when a call may be made; rejects when it is given up before. */
  readonly turn?: (action: string, params: UnknownParams, options: CallOptions) => Promise<void>
  /** What becomes of files of this machine in messages. */
  readonly media?: MediaOptions
  readonly implementation?: () => Implementation | undefined
}

/** The calls of one account. */
export const createApi = (selfId: number, transport: Transport, settings: ApiSettings = {}): Api => {
  const { timeoutMs = defaultTimeoutMs, turn, media = {}, implementation } = settings
  const api = withMethods(selfId, async (action, params = {}, options = {}) => {
    const { signal } = options
    signal?.throwIfAborted()
    await turn?.(action, params, options)
    const destination = { api, media, implementation: implementation?.() }
    const answer = await transport.send({
      action,
      params: await withFiles(action, toWireParams(action, params), options, destination),
      timeoutMs: options.timeoutMs ?? timeoutMs,
      signal,
    })
    return dataOf(action, answer)
  })
  return api
}

/** For an account without an API: the start is no error, a call is. */
export const createMissingApi = (selfId: number): Api =>
  withMethods(selfId, (action) => {
    const message = `${action}: account ${selfId} has no API; set "api" of its endpoint or of its entry in "accounts"`
    return Promise.reject(new ApiNotConfigured(action, message))
  })

/** Only `retcode` decides: Lagrange has failures with the status "ok". */
const dataOf = (action: string, answer: unknown): unknown => {
  const { retcode, data, wording, message, msg } = (answer ?? {}) as Readonly<Record<string, unknown>>
  if (typeof retcode !== 'number') {
    const said = typeof message === 'string' ? `: ${message}` : ''
    throw new ApiProtocolError(
      action,
      `${action}: the answer has no retcode${said}; is the token right, and is this a OneBot API?`,
    )
  }
  if (retcode === 0) return data
  const words = [wording, message, msg].find((value) => typeof value === 'string' && value !== '')
  throw new ApiRefused(action, retcode, String(words ?? ''))
}
