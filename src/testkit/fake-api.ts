import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Asked, type HttpAnswer, type HttpCall, isFailure } from './api-rules.js'
import type { Dialect } from './dialect.js'
import type { Faults, Spoil } from './faults.js'
import type { Perform } from './perform.js'

export interface FakeApiOptions {
  readonly dialect: Dialect
  readonly faults: Faults
  readonly perform: Perform
  /** Empty: everybody may call. */
  readonly token: string
  readonly chunkBytes: number
  /** Takes the requests that want a WebSocket. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** What a proxy says when nobody is behind it. */
export const proxyPage = '<html><body>502 Bad Gateway</body></html>'

/** An answer that was cut off. */
export const brokenJson = '{"status":"ok","retcode":0,"da'

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const toCall = async (request: IncomingMessage): Promise<HttpCall> => {
  const url = new URL(request.url ?? '/', 'http://fake')
  const { method = 'GET', headers } = request
  const body = await readBody(request)
  return { method, path: decodeURI(url.pathname), query: url.searchParams, headers, body }
}

/** The actions of a fake implementation over HTTP. */
export class FakeApi {
  readonly #options: FakeApiOptions
  readonly #server: Server
  #count = 0

  constructor(options: FakeApiOptions) {
    this.#options = options
    this.#server = createServer((request, response) => {
      // A caller that hangs up while its call is read is no fault of the fake.
      toCall(request)
        .then((call) => this.answer(call))
        .then((answer) => write(response, answer))
        .catch(() => response.destroy())
    })
    this.#server.on('upgrade', options.upgrade)
  }

  /** Resolves to the address that calls go to, without a slash at its end. `port` 0: any free one. */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () => {
        const { port } = this.#server.address() as AddressInfo
        resolve(`http://127.0.0.1:${port}`)
      })
    })
  }

  /** Ends every connection, those that are never answered among them. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  async answer(call: HttpCall): Promise<HttpAnswer | Spoil> {
    const { dialect, chunkBytes } = this.#options
    const { api } = dialect
    const denied = this.#denies(call)
    if (denied !== undefined && !api.bodyFirst) return denied
    const read = api.read(call, chunkBytes)
    if (typeof read === 'string' || 'body' in read) return read
    if (denied !== undefined) return denied
    this.#count += 1
    if (isFailure(read)) return api.answer(read, { action: call.path.slice(1), params: {} }, this.#count)
    return this.#run(read, this.#count)
  }

  #denies(call: HttpCall): HttpAnswer | undefined {
    const { dialect, token } = this.#options
    if (token === '') return undefined
    const given = dialect.api.tokenOf(call)
    if (given === undefined) return dialect.api.missingToken
    return given === token ? undefined : dialect.api.wrongToken
  }

  async #run(asked: Asked, number: number): Promise<HttpAnswer | Spoil> {
    const { dialect, faults, perform } = this.#options
    const outcome = await perform(asked)
    return faults.spoilOf(asked.action) ?? dialect.api.answer(outcome, asked, number)
  }
}

const page = { 'Content-Type': 'text/html' }

const write = (response: ServerResponse, answer: HttpAnswer | Spoil): void => {
  switch (answer) {
    case 'silence':
      return
    case 'page':
      response.writeHead(502, page).end(proxyPage)
      return
    case 'broken':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(brokenJson)
      return
    case 'drop':
      response.destroy()
      return
    case 'half-close':
      response.socket?.end()
      return
    default:
      response.writeHead(answer.status, answer.headers).end(answer.body)
  }
}
