import type { RequestListener } from 'node:http'
import { guessContentType } from './content-type.js'
import type { Hook } from './hook.js'
import type { HookMethod } from './hook-options.js'

/** A request as it is sent. */
export interface TrialRequest {
  readonly method: HookMethod
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface TrialResponse {
  readonly status: number
  readonly body: string
}

/** How a hook is tested. */
export interface TrialOptions {
  /** Default: none. */
  readonly body?: string | Uint8Array
  /** Default: guessed from the body. */
  readonly contentType?: string
  /** Default: the first that the hook takes. */
  readonly method?: HookMethod
  /** What stands in the place of `:repo` in the path. */
  readonly params?: Readonly<Record<string, string>>
  /** Where the bot is reached: `https://bot.example.com`. Default: where it listens. */
  readonly at?: string
  /** Sends the request. Default: it reaches the steps of the hook without a connection. */
  readonly through?: (request: TrialRequest) => Promise<TrialResponse>
}

/** What came of testing a hook. */
export interface Trial extends TrialResponse {
  readonly method: HookMethod
  readonly url: string
  /** `undefined`: there was no body. */
  readonly contentType: string | undefined
  readonly isGuessed: boolean
}

/** The bot whose hook it is. */
export interface Reach {
  readonly urlOf: (path: string) => string
  readonly reach: (request: TrialRequest) => Promise<TrialResponse>
}

/** `/github/:repo?` with what stands for its parts. Throws a `RangeError` where one is missing. */
export const fillPath = (path: string, params: Readonly<Record<string, string>> = {}): string =>
  path.replaceAll(/\/:(\w+)(\?)?/g, (_part, name: string, mayMiss: string | undefined) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (value !== undefined && value !== '') return `/${encodeURIComponent(value)}`
    if (mayMiss !== undefined) return ''
    throw new RangeError(`the path ${path} needs a value for ${name}`)
  }) || '/'

/**
 * Sends a delivery that verifies as the hook wants it. Rejects with a `RangeError` where its path lacks a part, and
 * like `through`.
 */
export const tryHook = async (
  { path, methods, verify }: Pick<Hook, 'path' | 'methods' | 'verify'>,
  { body = '', contentType, params, at, ...options }: TrialOptions,
  { urlOf, reach }: Reach,
): Promise<Trial> => {
  const bytes = Buffer.from(body)
  const type = contentType ?? guessContentType(bytes)
  const { method = methods[0] ?? 'POST' } = options
  const place = fillPath(path, params)
  const url = at === undefined ? urlOf(place) : at + place
  const headers = {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...verify?.prove?.(bytes),
  }
  const response = await (options.through ?? reach)({ method, url, headers, body: bytes })
  const isGuessed = contentType === undefined && type !== undefined
  return { method, url, contentType: type, isGuessed, ...response }
}

/** Sends a request from this machine to what answers requests, without a connection. */
export const withoutNetwork =
  (listener: RequestListener) =>
  async ({ method, url, headers, body }: TrialRequest): Promise<TrialResponse> => {
    // Few bots ever test a hook by themselves.
    const { inject } = await import('light-my-request')
    const response = await inject(listener, {
      method,
      url,
      headers,
      payload: body,
      remoteAddress: '127.0.0.1',
    })
    return { status: response.statusCode, body: response.body }
  }
