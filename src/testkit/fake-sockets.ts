import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import {
  type Asked,
  type Denial,
  Failure,
  type HttpCall,
  isFailure,
  type Outcome,
  type SocketUse,
} from './api-rules.js'
import type { Dialect } from './dialect.js'
import { brokenJson, proxyPage } from './fake-api.js'
import type { Faults, Spoil } from './faults.js'
import type { Perform } from './perform.js'
import { writeBody } from './wire.js'
import type { World } from './world.js'
import type { Fields } from './world-types.js'

export interface FakeSocketsOptions {
  readonly dialect: Dialect
  readonly world: World
  readonly faults: Faults
  readonly perform: Perform
  /** Empty: everybody may connect. */
  readonly token: string
}

interface Client {
  readonly socket: WebSocket
  readonly duplex: Duplex
  readonly use: SocketUse
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (data: RawData): string =>
  Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data as ArrayBuffer)]).toString()

const parse = (text: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

const toCall = ({ url = '/', headers, method = 'GET' }: IncomingMessage): HttpCall => {
  const { pathname, searchParams } = new URL(url, 'http://fake')
  return { method, path: decodeURI(pathname), query: searchParams, headers, body: Buffer.alloc(0) }
}

/** The actions and events of a fake implementation over WebSocket. */
export class FakeSockets {
  readonly #options: FakeSocketsOptions
  readonly #server: WebSocketServer
  readonly #clients = new Set<Client>()
  #calls = 0
  #events = 0

  constructor(options: FakeSocketsOptions) {
    this.#options = options
    const { maxPayload } = options.dialect.api.socket
    this.#server = new WebSocketServer({ noServer: true, ...(maxPayload !== undefined && { maxPayload }) })
  }

  /** How many clients there are. */
  get size(): number {
    return this.#clients.size
  }

  /** Takes a request that wants a WebSocket. */
  upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): void {
    // A client that goes away while it is turned away is no fault of the fake.
    duplex.on('error', () => duplex.destroy())
    const call = toCall(request)
    const denial = this.#denialOf(call)
    if (typeof denial === 'number') {
      duplex.end(`HTTP/1.1 ${denial} Denied\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    this.#server.handleUpgrade(request, duplex, head, (socket) => {
      socket.on('error', () => socket.terminate())
      if (denial === undefined) this.#welcome({ socket, duplex, use: this.#useOf(call.path) })
      else this.#turnAway(socket, denial)
    })
  }

  /** Sends an event to everybody who listens to events. */
  emit(event: Fields): void {
    this.#events += 1
    const { dialect } = this.#options
    const text = writeBody(dialect.name, event, `event ${this.#events}`)
    for (const { socket, use } of this.#clients) if (use.events) socket.send(text)
  }

  /** A heartbeat, as it would come from time to time. */
  beat(): void {
    const { world, dialect } = this.#options
    const online = world.isOnline()
    this.emit(
      this.#meta({
        meta_event_type: 'heartbeat',
        status: { online, good: online },
        interval: dialect.api.socket.heartbeatMs,
      }),
    )
  }

  /** Ends every connection at once, without a word. */
  dropAll(): void {
    for (const { socket } of this.#clients) socket.terminate()
    this.#clients.clear()
  }

  #meta(fields: Fields): Fields {
    const { world } = this.#options
    return { time: world.seconds, self_id: world.selfId, post_type: 'meta_event', ...fields }
  }

  #denialOf(call: HttpCall): Denial | undefined {
    const { dialect, token } = this.#options
    if (token === '') return undefined
    const given = dialect.api.tokenOf(call)
    if (given === token) return undefined
    return dialect.api.socket.denies[given === undefined ? 'missing' : 'wrong']
  }

  #useOf(path: string): SocketUse {
    return this.#options.dialect.api.socket.useOf(path)
  }

  #turnAway(socket: WebSocket, denial: Exclude<Denial, number>): void {
    if (denial !== 'close')
      socket.send(
        JSON.stringify({
          status: 'failed',
          retcode: 1403,
          data: null,
          message: 'token验证失败',
          wording: 'token验证失败',
          echo: null,
        }),
      )
    socket.close(denial === 'frame, 1008' ? 1008 : 1000)
  }

  #welcome(client: Client): void {
    const { socket, use } = client
    this.#clients.add(client)
    socket.on('close', () => this.#clients.delete(client))
    socket.on('message', (data) => {
      if (use.calls) void this.#take(client, textOf(data))
    })
    if (use.events)
      socket.send(JSON.stringify(this.#meta({ meta_event_type: 'lifecycle', sub_type: 'connect' })))
  }

  async #take(client: Client, text: string): Promise<void> {
    const { perform, faults, dialect } = this.#options
    const frame = parse(text)
    this.#calls += 1
    if (frame === undefined) {
      if (dialect.api.socket.badJson === 'silence') return
      this.#answer(client, new Failure('bad-json', 'invalid JSON'), { action: '', params: {} })
      return
    }
    const asked: Asked = {
      action: String(frame.action ?? ''),
      params: isFields(frame.params) ? frame.params : {},
      echo: frame.echo,
    }
    const outcome = await perform(asked)
    const spoil = faults.spoilOf(asked.action)
    if (spoil === undefined) this.#answer(client, outcome, asked)
    else spoilt(client, spoil)
  }

  #answer({ socket }: Client, outcome: Outcome, asked: Asked): void {
    const { api } = this.#options.dialect
    const { retcodes, noEcho } = api.socket
    const envelope = JSON.parse(api.answer(outcome, asked, this.#calls).body) as Fields
    const { echo: _, ...said } = envelope
    const echo = asked.echo ?? noEcho
    socket.send(
      JSON.stringify({
        ...said,
        ...(isFailure(outcome) && retcodes !== undefined && { retcode: retcodes[outcome.reason] }),
        ...(echo === undefined ? {} : { echo }),
      }),
    )
  }
}

const spoilt = ({ socket, duplex }: Client, how: Spoil): void => {
  switch (how) {
    case 'silence':
      return
    case 'page':
      socket.send(proxyPage)
      return
    case 'broken':
      socket.send(brokenJson)
      return
    case 'drop':
      socket.terminate()
      return
    case 'half-close':
      duplex.end()
  }
}
