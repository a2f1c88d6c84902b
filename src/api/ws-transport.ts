import type { Socket } from 'node:net'
import type WebSocket from 'ws'
import { ApiProtocolError, ApiUnreachable } from '../errors.js'
import { library } from '../library.js'
import type { CountingLog } from '../log.js'
import { backoffMs } from './backoff.js'
import { FirstAnswer, InFlight, type Receiver } from './in-flight.js'
import { Liveness } from './liveness.js'
import { PacketQueue } from './packet-queue.js'
import { type Call, maxAnswerBytes, type Transport } from './transport.js'

const handshakeMs = 10_000
const lookEveryMs = 15_000
/** A connection that lasts this long was a good one: the next attempt after it comes soon. */
const stableMs = 10_000
/** Nobody changes a token within seconds. */
const retryRefusedMs = 30_000

export interface WsOptions {
  readonly url: string
  readonly token: string
  readonly say: CountingLog
  /** Takes the events that come over the connection. Without it they are dropped. */
  readonly onEvent?: ((bytes: Buffer, selfId: unknown) => void) | undefined
  /** Is told of every connection. */
  readonly onConnected?: (() => void) | undefined
  /** The clock, in milliseconds. */
  readonly now?: () => number
  readonly random?: () => number
  /** Milliseconds between two looks whether the peer is alive. */
  readonly lookEveryMs?: number
}

/** Calls over one WebSocket. It connects with the first call and stays so, whatever happens, until it is closed. */
export class WsTransport implements Transport {
  readonly #options: WsOptions
  readonly #inFlight: InFlight
  #socket: WebSocket | undefined
  #liveness: Liveness | undefined
  #retry: NodeJS.Timeout | undefined
  #failures = 0
  #openSince: number | undefined
  #isClosed = false
  /** Why the peer did not take the token at the last attempt. */
  #refusal: string | undefined
  #isRefused = false

  constructor(options: WsOptions) {
    this.#options = options
    this.#inFlight = new InFlight(options.url)
  }

  get isConnected(): boolean {
    return this.#socket !== undefined && this.#socket.readyState === this.#socket.OPEN
  }

  /** Connects, unless it is connected or about to be. */
  connect(): void {
    if (this.#isClosed || this.#socket !== undefined || this.#retry !== undefined) return
    const { url, token } = this.#options
    const socket = new (library('ws') as typeof WebSocket)(url, {
      headers: token === '' ? {} : { Authorization: `Bearer ${token}` },
      handshakeTimeout: handshakeMs,
      maxPayload: maxAnswerBytes,
      perMessageDeflate: false,
    })
    this.#socket = socket
    this.#isRefused = false
    let why = ''
    socket.on('upgrade', ({ socket: wire }) => this.#watch(socket, wire))
    socket.on('open', () => this.#opened(socket))
    socket.on('message', (data) => this.#receive(data as Buffer))
    socket.on('unexpected-response', (request, { statusCode = 0 }) => {
      why = `HTTP ${statusCode}`
      if (statusCode === 401 || statusCode === 403) this.#refuse(why)
      request.destroy()
      socket.terminate()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      why ||= error.code ?? error.message
    })
    socket.on('close', (code) => this.#lost(why || `code ${code}`))
  }

  send(call: Call): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#begin(call, new FirstAnswer(resolve, reject))
    })
  }

  async *stream(call: Call): AsyncGenerator<unknown, void> {
    const packets = new PacketQueue(call.action)
    const echo = this.#begin(call, packets)
    try {
      yield* packets.read()
    } finally {
      this.#inFlight.drop(echo)
    }
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#retry)
    this.#inFlight.failAll(closedError)
    this.#socket?.terminate()
  }

  /** Throws where nothing can come of it. Returns the echo of the call. */
  #begin(call: Call, receiver: Receiver): string {
    if (this.#isClosed) throw closedError(call.action, false)
    if (this.#refusal !== undefined && !this.isConnected) throw tokenError(call.action, this.#refusal)
    call.signal?.throwIfAborted()
    const echo = this.#inFlight.add(call, receiver, this.#socket?.bufferedAmount ?? 0)
    if (this.isConnected) this.#socket?.send(this.#inFlight.takeFrame(echo))
    else this.connect()
    return echo
  }

  #watch(socket: WebSocket, wire: Socket): void {
    this.#liveness = new Liveness(
      {
        bytesRead: () => wire.bytesRead,
        ping: () => socket.ping(),
        onDead: () => socket.terminate(),
      },
      this.#options.lookEveryMs ?? lookEveryMs,
    )
  }

  #opened(socket: WebSocket): void {
    const { now = Date.now, onConnected } = this.#options
    this.#openSince = now()
    for (const echo of this.#inFlight.unsent()) socket.send(this.#inFlight.takeFrame(echo))
    onConnected?.()
  }

  #lost(why: string): void {
    const { url, say, now = Date.now, random } = this.#options
    this.#socket = undefined
    this.#liveness?.stop()
    this.#inFlight.failSent(why)
    if (this.#isClosed) return
    if (!this.#isRefused) this.#refusal = undefined
    const openSince = this.#openSince
    this.#openSince = undefined
    const wasOpen = openSince !== undefined
    if (wasOpen && now() - openSince >= stableMs) this.#failures = 0
    if (this.#refusal === undefined) {
      say.say({
        key: `ws ${wasOpen}`,
        detail: url,
        level: 'warn',
        fields: { url, why },
        message: wasOpen
          ? `the connection to ${url} broke off (${why}); it is made again`
          : `${url} cannot be connected to (${why}), and is tried again; is the WebSocket server of the implementation switched on (NapCat: websocketServers)?`,
      })
    }
    const delayMs = this.#refusal === undefined ? backoffMs(this.#failures, random) : retryRefusedMs
    this.#failures += 1
    this.#retry = setTimeout(() => {
      this.#retry = undefined
      this.connect()
    }, delayMs)
    this.#retry.unref()
  }

  #receive(bytes: Buffer): void {
    const frame = parse(bytes)
    if (frame === undefined) return
    const { echo, post_type, retcode } = frame
    if (this.#inFlight.settle(echo, frame, bytes.length)) return
    if (typeof post_type === 'string') {
      this.#heed(frame)
      this.#options.onEvent?.(bytes, frame.self_id)
    } else if (retcode === 1403) {
      this.#refuse('retcode 1403')
      this.#socket?.terminate()
    }
  }

  /** Heartbeats say how often they come. */
  #heed({ meta_event_type, interval }: Frame): void {
    if (meta_event_type === 'heartbeat' && typeof interval === 'number' && interval > 0)
      this.#liveness?.expectEvery(interval)
  }

  #refuse(how: string): void {
    const { url, say } = this.#options
    const refusal = `${url} refuses the token (${how})`
    this.#refusal = refusal
    this.#isRefused = true
    this.#inFlight.failAll((action) => tokenError(action, refusal))
    say.say({
      key: 'ws token',
      detail: url,
      level: 'error',
      fields: { url },
      message: `${refusal}: compare "api.token" with the token of its WebSocket server; it is tried again every ${retryRefusedMs / 1000} s`,
    })
  }
}

type Frame = Readonly<Record<string, unknown>>

/** `undefined`: no JSON object, so nothing that OneBot knows. */
const parse = (bytes: Buffer): Frame | undefined => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Frame) : undefined
  } catch {
    return undefined
  }
}

const closedError = (action: string, isSent: boolean): ApiUnreachable =>
  new ApiUnreachable(action, `${action}: the bot has been closed`, { maybeDone: isSent })

const tokenError = (action: string, refusal: string): ApiProtocolError =>
  new ApiProtocolError(
    action,
    `${action}: ${refusal}; compare "api.token" with the token of its WebSocket server`,
  )
