import { ApiError, ApiNotConfigured, ApiProtocolError, ApiRefused } from '../errors.js'
import type { Api, CallOptions, UnknownParams } from '../protocol/action.js'
import { actions } from '../protocol/action-map.js'
import { asciiJson } from '../protocol/ascii-json.js'
import type { Implementation } from '../protocol/implementation.js'
import { errands } from './errands.js'
import { type MediaOptions, withFiles } from './local-files.js'
import type { Turn } from './paces.js'
import { rowOf, toWireParams } from './params.js'
import { meaningOf } from './retcodes.js'
import type { Transport, Call as WireCall } from './transport.js'

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

/** Is told what became of a call: `done`, or why not, such as `refused`, `timeout` or `unreachable`. */
export type Called = (selfId: number, action: string, outcome: string) => void

/** How a call ended. */
export type CallEnd = { readonly data: unknown } | { readonly error: unknown }

/** Is told of every call when it begins; returns what is told how it ended. */
export type Calling = (action: string, params: UnknownParams) => (ended: CallEnd) => void

const outcomeOf = (error: unknown): string =>
  error instanceof ApiError ? error.code.replace(/^API_/, '').toLowerCase() : 'failed'

/** What catflap itself needs besides: the packets of a stream action. */
export interface StreamingApi extends Api {
  /** The `data` of every packet, the final one included. Throws like `call` rejects. */
  stream(action: string, params?: UnknownParams, options?: CallOptions): AsyncIterable<unknown>
}

interface Ways {
  readonly selfId: number
  readonly call: Call
  readonly stream: StreamingApi['stream']
}

const withMethods = (ways: Ways): StreamingApi => Object.assign(Object.create(methods), ways)

export interface ApiSettings {
  readonly timeoutMs?: number | undefined
  readonly turn?: Turn
  /** What becomes of files of this machine in messages. */
  readonly media?: MediaOptions
  readonly implementation?: (() => Implementation | undefined) | undefined
  readonly called?: Called
  readonly calling?: Calling | undefined
}

/** The calls of one account. */
export const createApi = (
  selfId: number,
  transport: Transport,
  {
    timeoutMs: usualTimeoutMs = defaultTimeoutMs,
    turn,
    media = {},
    implementation,
    called,
    calling,
  }: ApiSettings = {},
): StreamingApi => {
  const toCall = async (action: string, params: UnknownParams, options: CallOptions): Promise<WireCall> => {
    const { signal, timeoutMs = usualTimeoutMs } = options
    signal?.throwIfAborted()
    await turn?.(action, params, options)
    const filled = await withFiles(action, toWireParams(action, params), options, {
      api,
      media,
      implementation,
    })
    const json = toJson(action, filled)
    return { action, params: json, timeoutMs: timeoutMs + extraTimeMs(json), signal }
  }
  async function* stream(action: string, params: UnknownParams = {}, options: CallOptions = {}) {
    for await (const packet of transport.stream(await toCall(action, params, options)))
      yield dataOf(action, packet)
  }
  const api = withMethods({
    selfId,
    stream,
    async call(action, params = {}, options = {}) {
      const ended = calling?.(action, params)
      try {
        const data = rowOf(action)?.stream
          ? await lastOf(stream(action, params, options))
          : dataOf(action, await transport.send(await toCall(action, params, options)))
        called?.(selfId, action, 'done')
        ended?.({ data })
        return data
      } catch (error) {
        called?.(selfId, action, outcomeOf(error))
        ended?.({ error })
        throw error
      }
    },
  })
  return api
}

/** For an account without an API: the start is no error, a call is. */
export const createMissingApi = (selfId: number): StreamingApi => {
  const call: Call = async (action) => {
    const message = `${action}: account ${selfId} has no API; set "api" of its endpoint or of its entry in "accounts"`
    throw new ApiNotConfigured(action, message)
  }
  return withMethods({
    selfId,
    call,
    async *stream(action) {
      yield call(action)
    },
  })
}

const lastOf = async (packets: AsyncIterable<unknown>): Promise<unknown> => {
  let last: unknown
  for await (const packet of packets) last = packet
  return last
}

const toJson = (action: string, params: UnknownParams): string => {
  try {
    return asciiJson(params)
  } catch (cause) {
    throw new ApiProtocolError(action, `${action}: its parameters cannot be written as JSON`, { cause })
  }
}

/** Files travel inside parameters: every whole MiB of them has two seconds more. */
const extraTimeMs = (json: string): number => Math.floor(json.length / 1024 ** 2) * 2000

/** Only `retcode` decides: Lagrange has failures with the status "ok". */
const dataOf = (action: string, answer: unknown): unknown => {
  const { retcode, data, wording, message, msg } = fieldsOf(answer)
  if (typeof retcode !== 'number') {
    const said = typeof message === 'string' ? `: ${message}` : ''
    throw new ApiProtocolError(
      action,
      `${action}: the answer has no retcode${said}; is the token right, and is this a OneBot API?`,
    )
  }
  if (retcode !== 0) throw refusal(action, retcode, [wording, message, msg])
  if (rowOf(action)?.uncertain) checkResult(action, data)
  return data
}

/** NapCat passes on what QQ says as a success, whatever it is. */
const checkResult = (action: string, data: unknown): void => {
  const { result, errMsg } = fieldsOf(data)
  if (typeof result === 'number' && result !== 0) throw refusal(action, 0, [errMsg], result)
}

/** NapCat and LLOneBot end a send that QQ did not confirm in time with these words; often it is out all the same. */
const timedOut = /timed? ?out|超时/i

const refusal = (action: string, retcode: number, words: readonly unknown[], result?: number): ApiRefused => {
  const wording = String(words.find((word) => typeof word === 'string' && word !== '') ?? '')
  const maybeDone = timedOut.test(wording)
  return new ApiRefused(action, retcode, wording, {
    meaning: meaningOf(retcode),
    maybeDone,
    ...(result === undefined ? {} : { result }),
  })
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
