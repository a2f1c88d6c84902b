import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import axios, { type AxiosResponse, isAxiosError } from 'axios'
import { ApiProtocolError, ApiTimeout, ApiUnreachable } from '../errors.js'
import { asciiJson } from '../protocol/ascii-json.js'
import { maxTimerMs } from '../protocol/settles-within.js'
import type { Call, Transport } from './transport.js'

const maxSockets = 64
const maxResponseBytes = 64 * 1024 * 1024

/** Calls over HTTP: `POST {url}/{action}`. Always a JSON body: Lagrange never answers an empty one. */
export const createHttpTransport = (url: string, token: string): Transport => {
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
  }
  const base = url.replace(/\/+$/, '')
  const client = axios.create({
    ...agents,
    headers: {
      'Content-Type': 'application/json',
      ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
    },
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    // The status says nothing: NapCat answers 200 for an unknown action, LLOneBot 404.
    validateStatus: () => true,
    maxRedirects: 0,
    maxContentLength: maxResponseBytes,
    // The API is a neighbour; a proxy of the machine would look for it somewhere else.
    proxy: false,
  })

  const send = async ({ action, params, timeoutMs, signal }: Call): Promise<unknown> => {
    const timeout = AbortSignal.timeout(Math.min(timeoutMs, maxTimerMs))
    const response = await client
      .post<string>(`${base}/${encodeURIComponent(action)}`, toBody(action, params), {
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      })
      .catch((error: unknown) => {
        if (signal?.aborted) throw signal.reason
        if (timeout.aborted) throw new ApiTimeout(action, timeoutMs)
        throw explain(action, base, error)
      })
    return parse(action, response)
  }

  return {
    send,
    close() {
      agents.httpAgent.destroy()
      agents.httpsAgent.destroy()
    },
  }
}

const toBody = (action: string, params: Call['params']): string => {
  try {
    return asciiJson(params)
  } catch (cause) {
    throw new ApiProtocolError(action, `${action}: its parameters cannot be written as JSON`, { cause })
  }
}

/** An AxiosError carries the request with its token: only its cause, an error of the socket, is passed on. */
const explain = (action: string, base: string, error: unknown): ApiUnreachable | ApiProtocolError => {
  if (!isAxiosError(error))
    return new ApiProtocolError(action, `${action} cannot be sent to ${base}`, { cause: error })
  if (error.code === 'ERR_BAD_RESPONSE') {
    return new ApiProtocolError(
      action,
      `${action}: the answer is broken or larger than ${maxResponseBytes} bytes`,
    )
  }
  const why = error.code ?? error.message
  const message = `${action}: nobody answers at ${base} (${why}); is the HTTP server of the implementation switched on (NapCat: httpServers)?`
  return new ApiUnreachable(action, message, error.cause === undefined ? {} : { cause: error.cause })
}

const parse = (action: string, { status, data }: AxiosResponse<string>): unknown => {
  try {
    return JSON.parse(data)
  } catch {
    const hint =
      status === 401 || status === 403 ? '; compare "api.token" with the token of its HTTP server' : ''
    throw new ApiProtocolError(action, `${action}: HTTP ${status} without a OneBot answer${hint}`)
  }
}
