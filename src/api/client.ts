import { ApiError, ApiNotConfigured, ApiProtocolError, ApiRefused } from '../errors.js'
import type { Api, CallOptions, UnknownParams } from '../protocol/action.js'
import { actions } from '../protocol/action-map.js'
import { toWireParams } from './params.js'
import type { Transport } from './transport.js'

export const defaultTimeoutMs = 10_000

/** `Api.call` as it runs: names and types are checked where it is used. */
type Call = (action: string, params?: UnknownParams, options?: CallOptions) => Promise<unknown>

/** A method for every action. Made once: a client is made for every event. */
const methods: object = Object.fromEntries(
  Object.keys(actions).map((action) => [
    action,
    function (this: { readonly call: Call }, params?: UnknownParams, options?: CallOptions) {
      return this.call(action, params, options)
    },
  ]),
)

/** Is told what became of a call: `done`, or why not, such as `refused`, `timeout` or `unreachable`. */
export type Called = (selfId: number, action: string, outcome: string) => void

const outcomeOf = (error: unknown): string =>
  error instanceof ApiError ? error.code.replace(/^API_/, '').toLowerCase() : 'failed'

const withMethods = (selfId: number, call: Call): Api =>
  Object.assign(Object.create(methods), { selfId, call })

/** The calls of one account. */
export const createApi = (
  selfId: number,
  transport: Transport,
  timeoutMs: number = defaultTimeoutMs,
  called: Called = () => {},
): Api => {
  const send: Call = async (action, params = {}, options = {}) => {
    const { signal } = options
    signal?.throwIfAborted()
    const answer = await transport.send({
      action,
      params: toWireParams(action, params),
      timeoutMs: options.timeoutMs ?? timeoutMs,
      signal,
    })
    return dataOf(action, answer)
  }
  return withMethods(selfId, async (action, params, options) => {
    try {
      const data = await send(action, params, options)
      called(selfId, action, 'done')
      return data
    } catch (error) {
      called(selfId, action, outcomeOf(error))
      throw error
    }
  })
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
