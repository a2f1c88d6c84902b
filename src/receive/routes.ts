import type { RequestListener } from 'node:http'
import type { Context, Middleware } from 'koa'
import Router from 'koa-router'
import type { CountingLog } from '../log.js'
import type { AddressList } from './address-list.js'
import type { ReadBody } from './body.js'
import { addressOf } from './client-address.js'
import { collectBody } from './collect-body.js'
import type { Endpoint } from './endpoint.js'
import { readBody } from './read-body.js'
import { answerRefusals, Refusal } from './refusal.js'
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

/** Where requests go. */
export interface Routes {
  /** For Koa: to the way of an endpoint, however its path is written, or to a refusal. */
  readonly middleware: readonly Middleware[]
  /** Goes the way of a path that is written as in the configuration at once, and leaves the others to Koa. */
  readonly listener: (koa: RequestListener) => RequestListener
}

/** Deliveries and everything else that comes to the door. */
export const createRoutes = ({ endpoints, others, wayOf, proxies, say }: RoutesOptions): Routes => {
  const router = new Router()
  const ways = new Map<string | undefined, Way>()
  for (const endpoint of endpoints) {
    ways.set(endpoint.path, wayOf(endpoint, collectBody))
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
  return {
    middleware: [
      nameClient(proxies),
      answerRefusals(say),
      requirePath(paths),
      router.routes() as unknown as Middleware,
      others,
      refuseUnknownPath(paths),
    ],
    listener: (koa) => (request, response) => {
      const way = request.method === 'POST' ? ways.get(request.url) : undefined
      if (way === undefined) koa(request, response)
      else way(request, response)
    },
  }
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
