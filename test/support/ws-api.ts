import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

export interface WsCall {
  readonly action: string
  readonly params: Readonly<Record<string, unknown>>
  readonly echo: string
}

export interface WsPeer {
  readonly socket: WebSocket
  /** The stream below it. */
  readonly wire: Duplex
  readonly authorization: string | undefined
  readonly path: string | undefined
  /** Resolves to the next call that arrives. */
  readonly next: () => Promise<WsCall>
  /** Says any frame. */
  readonly say: (frame: unknown) => void
  readonly answer: (call: WsCall, data?: unknown, retcode?: number) => void
}

export interface WsApi {
  readonly url: string
  readonly port: number
  /** Resolves to the next connection. */
  readonly peer: () => Promise<WsPeer>
  /** How many have connected so far. */
  readonly connections: () => number
  /** Nobody listens any more, and every connection is cut. */
  readonly shut: () => Promise<void>
}

/** Things that come, for those who wait for them. */
class Arrivals<Thing> {
  readonly #there: Thing[] = []
  readonly #waiting: ((thing: Thing) => void)[] = []

  add(thing: Thing): void {
    const first = this.#waiting.shift()
    if (first === undefined) this.#there.push(thing)
    else first(thing)
  }

  next(): Promise<Thing> {
    const first = this.#there.shift()
    return first === undefined
      ? new Promise((resolve) => this.#waiting.push(resolve))
      : Promise.resolve(first)
  }
}

/** A WebSocket server in the place of an implementation. `refuse`: the status of every handshake. */
export const openWsApi = async ({ port = 0, refuse = 0, autoPong = true } = {}): Promise<WsApi> => {
  const peers = new Arrivals<WsPeer>()
  let connections = 0
  const server = new WebSocketServer({
    port,
    host: '127.0.0.1',
    autoPong,
    ...(refuse === 0
      ? {}
      : { verifyClient: (_info: unknown, done: (ok: boolean, code: number) => void) => done(false, refuse) }),
  })
  await once(server, 'listening')
  server.on('connection', (socket, request) => {
    const calls = new Arrivals<WsCall>()
    connections += 1
    socket.on('error', () => {})
    socket.on('message', (data) => calls.add(JSON.parse(String(data))))
    const say = (frame: unknown): void => socket.send(JSON.stringify(frame))
    peers.add({
      socket,
      wire: request.socket,
      authorization: request.headers.authorization,
      path: request.url,
      next: () => calls.next(),
      say,
      answer: ({ echo }, data = null, retcode = 0) =>
        say({ status: retcode === 0 ? 'ok' : 'failed', retcode, data, echo }),
    })
  })
  const shut = async (): Promise<void> => {
    for (const socket of server.clients) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(shut)
  const bound = (server.address() as AddressInfo).port
  return {
    url: `ws://127.0.0.1:${bound}`,
    port: bound,
    peer: () => peers.next(),
    connections: () => connections,
    shut,
  }
}
