import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { CountingLog } from '../log.js'
import { Refusal } from './refusal.js'

export interface ServerOptions {
  /** Milliseconds for one whole request to arrive, head and body. */
  readonly requestTimeoutMs: number
}

/** NapCat keeps sockets alive and never repeats an event: none may die on a socket that was just closed. */
const keepAliveTimeoutMs = 120_000

const statusLines: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

const codeOf = (error: Error | null): string => String((error as NodeJS.ErrnoException | null)?.code ?? '')

export const isTimeout = (error: Error | null): boolean => codeOf(error) === 'ERR_HTTP_REQUEST_TIMEOUT'

/** The socket that senders connect to. */
export class DoorServer {
  readonly #server: Server
  readonly #say: CountingLog
  /** Requests without a response, with what tells that they have one, or never will. */
  readonly #open = new Map<IncomingMessage, Promise<void>>()

  constructor(listener: RequestListener, { requestTimeoutMs }: ServerOptions, say: CountingLog) {
    this.#say = say
    this.#server = createServer(
      {
        requestTimeout: requestTimeoutMs,
        headersTimeout: requestTimeoutMs,
        keepAliveTimeout: keepAliveTimeoutMs,
        connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 10),
        noDelay: true,
      },
      listener,
    )
    this.#server.prependListener('request', (request, response) => this.#watch(request, response))
    this.#server.on('clientError', (error, socket) => refuseRawly(error, socket as Socket, say))
  }

  listen(port: number, host: string): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        this.#server.on('error', (err) =>
          this.#say.say('server', 'error', { err }, 'the server cannot take a connection'),
        )
        resolve(this.#server.address() as AddressInfo)
      })
    })
  }

  /** Resolves when every request that has arrived whole by now has its response. */
  async answered(): Promise<void> {
    await Promise.all([...this.#open].map(([request, done]) => (request.complete ? done : undefined)))
  }

  /** Closes the door and every connection; what should be answered must have been by now. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  #watch(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const done = new Promise<void>((resolve) => {
      const leave = (): void => {
        socket.off('close', leave)
        this.#open.delete(request)
        resolve()
      }
      response.once('close', leave)
      // A response that waits behind another one on a socket that closes is never told.
      socket.on('close', leave)
    })
    this.#open.set(request, done)
  }
}

/** What is no HTTP, or too slow, never becomes a request: it is answered here, without a body as everywhere. */
const refuseRawly = (error: Error, socket: Socket, say: CountingLog): void => {
  const code = codeOf(error)
  const address = socket.remoteAddress
  if (isTimeout(error)) {
    const { cause, message } = new Refusal('too-slow')
    say.say(cause, 'warn', { cause, status: 408, address }, `refused with 408: ${message}`)
  } else if (code !== 'ECONNRESET' && code !== 'EPIPE') {
    say.say(
      'no-http',
      'warn',
      { cause: 'no-http', code, address },
      'refused: what came is no HTTP request; is it TLS (https://)?',
    )
  }
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${statusLines[code] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    )
  socket.destroy(error)
}
