import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Asked,
  Failure,
  type HttpAnswer,
  type HttpCall,
  isFailure,
  type Outcome,
  type Silence,
} from './api-rules.js'
import type { Dialect } from './dialect.js'
import type { Faults } from './faults.js'
import { runAction } from './run-action.js'
import type { World } from './world.js'
import type { Fields } from './world-types.js'

/** A call that came in, and how it went. */
export interface ReceivedCall {
  readonly action: string
  readonly params: Fields
  readonly outcome: Outcome
}

export interface FakeApiOptions {
  readonly dialect: Dialect
  readonly world: World
  readonly faults: Faults
  /** Empty: everybody may call. */
  readonly token: string
  readonly chunkBytes: number
  readonly calls: ReceivedCall[]
}

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
  }

  /** Resolves to the address that calls go to, without a slash at its end. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, '127.0.0.1', () => {
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

  async answer(call: HttpCall): Promise<HttpAnswer | Silence> {
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

  async #run(asked: Asked, number: number): Promise<HttpAnswer | Silence> {
    const { dialect, world, faults, calls } = this.#options
    const { action, params } = asked
    await faults.pass(action)
    const why = faults.refusalOf(action)
    const outcome: Outcome =
      why === undefined ? runAction(dialect, world, action, params) : new Failure('refused', why)
    calls.push({ action, params, outcome })
    return faults.isUnanswered(action) ? 'silence' : dialect.api.answer(outcome, asked, number)
  }
}

const write = (response: ServerResponse, answer: HttpAnswer | Silence): void => {
  if (answer === 'silence') return
  response.writeHead(answer.status, answer.headers)
  response.end(answer.body)
}
