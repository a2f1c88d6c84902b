import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Readable } from 'node:stream'
import type { AxiosError, AxiosInstance } from 'axios'
import { ApiError, ApiProtocolError, ApiUnreachable } from '../errors.js'
import { Deadline } from './deadline.js'
import { splitPackets } from './packets.js'
import { maxAnswerBytes, type Transport } from './transport.js'

const maxSockets = 64

/** Nobody was there to take the call. */
const unreached: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** Calls over HTTP: `POST {url}/{action}`. Always a JSON body: Lagrange never answers an empty one. */
export const createHttpTransport = (url: string, token: string): Transport => {
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
  }
  const base = url.replace(/\/+$/, '')
  let client: AxiosInstance | undefined
  // Loaded for the first call: it takes longer to load than all the rest of a bot.
  const connected = async (): Promise<AxiosInstance> => {
    const { default: axios } = await import('axios')
    client ??= axios.create({
      ...agents,
      headers: {
        'Content-Type': 'application/json',
        ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
      },
      transformRequest: (body: unknown) => body,
      transformResponse: (body: unknown) => body,
      // The status says nothing: NapCat answers 200 for an unknown action, LLOneBot 404.
      validateStatus: () => true,
      maxRedirects: 0,
      // The API is a neighbour; a proxy of the machine would look for it somewhere else.
      proxy: false,
    })
    return client
  }
  const addressOf = (action: string): string => `${base}/${encodeURIComponent(action)}`
  const explain = (action: string, error: unknown, { signal }: Deadline): unknown => {
    if (signal.aborted) return signal.reason
    return error instanceof ApiError ? error : toApiError(action, base, error)
  }

  return {
    async send(call) {
      const http = await connected()
      const deadline = new Deadline(call)
      try {
        const response = await http.post<string>(addressOf(call.action), call.params, {
          responseType: 'text',
          maxContentLength: maxAnswerBytes,
          signal: deadline.signal,
        })
        return parse(call.action, response.status, response.data)
      } catch (error) {
        throw explain(call.action, error, deadline)
      } finally {
        deadline.end()
      }
    },
    async *stream(call) {
      const http = await connected()
      const deadline = new Deadline(call)
      let body: Readable | undefined
      try {
        const response = await http.post<Readable>(addressOf(call.action), call.params, {
          responseType: 'stream',
          signal: deadline.signal,
        })
        body = response.data
        for await (const packet of splitPackets(body, maxAnswerBytes)) {
          yield parse(call.action, response.status, packet)
          deadline.restart()
        }
      } catch (error) {
        throw explain(call.action, error, deadline)
      } finally {
        deadline.end()
        body?.destroy()
      }
    },
    close() {
      agents.httpAgent.destroy()
      agents.httpsAgent.destroy()
    },
  }
}

/** An AxiosError carries the request with its token: only its cause, an error of the socket, is passed on. */
const toApiError = (action: string, base: string, error: unknown): ApiError => {
  if (error instanceof RangeError || (isAxiosError(error) && error.code === 'ERR_BAD_RESPONSE')) {
    const message = `${action}: the answer is broken or larger than ${maxAnswerBytes} bytes`
    return new ApiProtocolError(action, message, { maybeDone: true })
  }
  const { code, message, cause } = toFailure(error)
  const why = code ?? message
  return new ApiUnreachable(
    action,
    `${action}: nobody answers at ${base} (${why}); is the HTTP server of the implementation switched on (NapCat: httpServers)?`,
    { maybeDone: !unreached.has(code), ...(cause === undefined ? {} : { cause }) },
  )
}

/** As the library tells its errors from others. */
const isAxiosError = (error: unknown): error is AxiosError =>
  error instanceof Error && 'isAxiosError' in error && error.isAxiosError === true

interface Failure {
  readonly code?: unknown
  readonly message: string
  readonly cause?: unknown
}

const toFailure = (error: unknown): Failure => {
  if (isAxiosError(error)) return { code: error.code, message: error.message, cause: error.cause }
  if (!(error instanceof Error)) return { message: String(error) }
  return { code: 'code' in error ? error.code : undefined, message: error.message, cause: error }
}

const parse = (action: string, status: number, body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    const isTokenRefused = status === 401 || status === 403
    const hint = isTokenRefused ? '; compare "api.token" with the token of its HTTP server' : ''
    throw new ApiProtocolError(action, `${action}: HTTP ${status} without a OneBot answer${hint}`, {
      maybeDone: !isTokenRefused,
    })
  }
}
