import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type Koa from 'koa'
import type { Context, Middleware } from 'koa'
import type Router from 'koa-router'
import { library } from '../library.js'
import type { CountingLog } from '../log.js'
import type { AddressList } from './address-list.js'
import type { ReadBody } from './body.js'
import { addressOf } from './client-address.js'
import { collectBody } from './collect-body.js'
import type { Endpoint } from './endpoint.js'
import { readBody } from './read-body.js'
import { answerRefusals, Refusal } from './refusal.js'
import { isOursToAnswer } from './server.js'
import type { Way } from './way.js'

export interface RoutesOptions {
  readonly endpoints: readonly Endpoint[]
  /** What stands at other paths. */
  readonly others: Middleware
  readonly wayOf: (endpoint: Endpoint, readBody: ReadBody) => Way
  /** Whose `X-Forwarded-For` is believed. */
  readonly proxies: AddressList
  readonly say: CountingLog
}

/** Where the requests of deliveries go, and of everything else that comes to the door. */
export class Routes {
  readonly #options: RoutesOptions
  readonly #ways: ReadonlyMap<string | undefined, Way>
  /** Made for the first request that needs it: most bots are never asked for another path. */
  #app: { readonly koa: Koa; readonly listener: RequestListener } | undefined

  constructor(options: RoutesOptions) {
    this.#options = options
    const { endpoints, wayOf } = options
    this.#ways = new Map(endpoints.map((endpoint) => [endpoint.path, wayOf(endpoint, collectBody)]))
  }

  /** A path that is written as in the configuration goes its way at once; Koa has the others. */
  readonly listener: RequestListener = (request, response) => {
    const way = request.method === 'POST' ? this.#ways.get(request.url) : undefined
    if (way === undefined) this.throughKoa(request, response)
    else way(request, response)
  }

  /** To the way of an endpoint, however its path is written, to what stands at another one, or to a refusal. */
  readonly throughKoa: RequestListener = (request, response) => this.#made().listener(request, response)

  /** A context of Koa's, for a request that does not come through the door. */
  contextFor(request: IncomingMessage, response: ServerResponse): Context {
    return this.#made().koa.createContext(request, response) as Context
  }

  #made(): { readonly koa: Koa; readonly listener: RequestListener } {
    if (this.#app === undefined) {
      const koa = createApp(this.#options)
      this.#app = { koa, listener: koa.callback() }
    }
    return this.#app
  }
}

const createApp = ({ endpoints, others, wayOf, proxies, say }: RoutesOptions): Koa => {
  const koa = new (library('koa') as typeof Koa)()
  koa.silent = true
  koa.on('error', (err) => {
    if (isOursToAnswer(err)) return
    say.say({ key: 'koa', level: 'warn', fields: { err }, message: 'a response could not be written' })
  })
  const router = new (library('koa-router') as typeof Router)()
  for (const endpoint of endpoints) {
    const way = wayOf(endpoint, readBody)
    router.post(endpoint.path, (ctx) => {
      ctx.respond = false
      way(ctx.req, ctx.res)
    })
    router.all(endpoint.path, (ctx) => {
      throw new Refusal('other-method', { endpoint: endpoint.name, method: ctx.method })
    })
  }
  const paths = endpoints.map(({ path }) => path).join(', ')
  const steps: readonly Middleware[] = [
    nameClient(proxies),
    answerRefusals(say),
    requirePath(paths),
    router.routes() as unknown as Middleware,
    others,
    refuseUnknownPath(paths),
  ]
  for (const step of steps) koa.use(step)
  return koa
}

/** From here on, `ctx.ip` is the address of the sender, also behind a proxy. */
function nameClient(proxies: AddressList) {
  return async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    ctx.request.ip = addressOf(ctx.req, proxies)
    await next()
  }
}

/** Koa throws or has no path for a target such as `http://[`. */
function requirePath(paths: string) {
  return async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    if (!URL.canParse(ctx.req.url ?? '', 'http://localhost') || !ctx.path) {
      throw new Refusal('unknown-path', { path: 'an unreadable address', paths })
    }
    await next()
  }
}

function refuseUnknownPath(paths: string) {
  return async (ctx: Context): Promise<void> => {
    throw new Refusal('unknown-path', { path: ctx.path.slice(0, 100), paths })
  }
}
