import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { Server as TlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { CountingLog } from '../log.js'
import { Places } from '../protocol/places.js'
import type { Certificate } from './certificate.js'
import { Connections } from './connections.js'
import { refuseHandshake } from './handshake.js'
import type { ReceiveLimits } from './limits.js'

export interface ServerOptions extends Pick<ReceiveLimits, 'connections' | 'connectionsPerAddress'> {
  /** Milliseconds for one whole request to arrive, head and body. */
  readonly requestTimeoutMs: number
  /** Whether it speaks https: then it is shown a certificate before it listens. */
  readonly isTls: boolean
  /** Addresses that may have more connections than others: many senders may share them. */
  readonly isExempt: (address: string) => boolean
  /** Is told of every connection that is closed as there are too many. */
  readonly refusedConnection: () => void
}

/** NapCat keeps sockets alive and never repeats an event: none may die on a socket that was just closed. */
const keepAliveTimeoutMs = 120_000

interface Malformed {
  readonly cause: string
  readonly status: string
  readonly says: string
}

/** What never becomes a request, by the code of Node's error. */
const malformed: Readonly<Record<string, Malformed>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    cause: 'too-slow',
    status: '408 Request Timeout',
    says: 'the request did not arrive whole in time; is the network bad, or is it an attack?',
  },
  HPE_HEADER_OVERFLOW: {
    cause: 'headers-too-large',
    status: '431 Request Header Fields Too Large',
    says: 'the headers are larger than any sender writes them; does a proxy add to them?',
  },
}

const noHttp: Malformed = {
  cause: 'no-http',
  status: '400 Bad Request',
  says: 'what came is no HTTP request',
}

const tls: Malformed = {
  ...noHttp,
  says: 'what came is TLS; the URL of the sender has to begin with http://, or "server.tls" is missing',
}

const codeOf = (error: Error | null): string => String((error as NodeJS.ErrnoException | null)?.code ?? '')

/** The other side has gone: there is nobody to answer, and if a body is lost by it a step says so. */
const gone: readonly string[] = ['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE']

/** Whether the server itself answers and says what is wrong, and no step has to. */
export const isOursToAnswer = (error: Error | null): boolean => {
  const code = codeOf(error)
  return code in malformed || (code.startsWith('HPE_') && !gone.includes(code))
}

/** The socket that senders connect to. */
export class DoorServer {
  readonly #server: Server | TlsServer
  readonly #connections: Connections
  readonly #say: CountingLog
  /** Responses that have not left. */
  readonly #open = new Places<ServerResponse>()
  /** Who waits until they have, or never will. */
  readonly #waiting = new Map<ServerResponse, (() => void)[]>()

  constructor(listener: RequestListener, options: ServerOptions, say: CountingLog) {
    const { requestTimeoutMs, isTls } = options
    this.#say = say
    const rules = {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      handshakeTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 10),
      noDelay: true,
      // Who leaves out `Host`, or expects something odd, is answered and logged like everybody.
      requireHostHeader: false,
    }
    this.#server = isTls ? new TlsServer(rules, listener) : createServer(rules, listener)
    // Node's own listener takes a handshake that fails for a request that is malformed.
    this.#server.removeAllListeners('tlsClientError')
    this.#server.on('tlsClientError', (error, socket) => refuseHandshake(error, socket, say))
    this.#server.prependListener('request', (_request, response) => this.#watch(response))
    this.#server.on('checkExpectation', (request, response) =>
      this.#server.emit('request', request, response),
    )
    this.#server.on('clientError', (error, socket) => refuseRawly(error, socket as Socket, say))
    this.#connections = this.#limit(options)
  }

  listen(port: number, host: string): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        this.#server.on('error', (err) =>
          this.#say.say({
            key: 'server',
            level: 'error',
            fields: { err },
            message: 'the server cannot take a connection',
          }),
        )
        resolve(this.#server.address() as AddressInfo)
      })
    })
  }

  /** With TLS: what is shown to whoever connects from now on. */
  show({ cert, key }: Certificate): void {
    if (this.#server instanceof TlsServer) this.#server.setSecureContext({ cert, key })
  }

  /** Resolves when this response has left, or never will. */
  left(response: ServerResponse): Promise<void> {
    if (!this.#open.has(response)) return Promise.resolve()
    return new Promise((resolve) => {
      const others = this.#waiting.get(response)
      if (others === undefined) this.#waiting.set(response, [resolve])
      else others.push(resolve)
    })
  }

  /** Resolves when every request that has arrived whole by now has its response. */
  async answered(): Promise<void> {
    const whole = [...this.#open].filter(({ req }) => req.complete)
    await Promise.all(whole.map((response) => this.left(response)))
  }

  /** Closes the door and every connection; what should be answered must have been by now. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#connections.closeAll()
    })
  }

  #limit({
    connections,
    connectionsPerAddress,
    isExempt,
    refusedConnection,
    isTls,
  }: ServerOptions): Connections {
    const refused = (key: string, address: string | undefined): void => {
      refusedConnection()
      const message = `a connection is closed: there are too many ("limits.${key}")`
      this.#say.say({ key, level: 'warn', fields: { address }, message })
    }
    const all = new Connections({
      perAddress: connectionsPerAddress,
      isExempt,
      refused: (address) => refused('connectionsPerAddress', address),
    })
    this.#server.maxConnections = connections
    this.#server.on('drop', (dropped) => refused('connections', dropped?.remoteAddress))
    this.#server.on('connection', (socket: Socket) => all.add(socket))
    // The socket that requests name.
    this.#server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) =>
      socket.once('close', () => this.#closeAllOn(socket)),
    )
    return all
  }

  #watch(response: ServerResponse): void {
    const place = this.#open.add(response)
    response.on('close', () => this.#close(response, place))
  }

  #close(response: ServerResponse, place?: number): void {
    if (!this.#open.delete(response, place) || this.#waiting.size === 0) return
    for (const tell of this.#waiting.get(response) ?? []) tell()
    this.#waiting.delete(response)
  }

  /** A response that waits behind another one on a socket that closes is never told. */
  #closeAllOn(socket: Socket): void {
    for (const response of this.#open) if (response.req.socket === socket) this.#close(response)
  }
}

/** Answered without a body, as everywhere. */
const refuseRawly = (
  error: Error & { readonly rawPacket?: Buffer },
  socket: Socket,
  say: CountingLog,
): void => {
  const code = codeOf(error)
  // 0x16 begins a handshake of TLS.
  const { cause, status, says } = malformed[code] ?? (error.rawPacket?.[0] === 0x16 ? tls : noHttp)
  if (!gone.includes(code)) {
    const fields = { cause, status: Number(status.slice(0, 3)), code, address: socket.remoteAddress }
    say.say({ key: cause, level: 'warn', fields, message: `refused with ${fields.status}: ${says}` })
  }
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  socket.destroy(error)
}
