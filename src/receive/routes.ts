import type { BlockList } from 'node:net'
import type { Context, Middleware } from 'koa'
import Router from 'koa-router'
import type { CountingLog, Log } from '../log.js'
import type { Delivery } from '../protocol/delivery.js'
import { type Admission, admit } from './admit.js'
import { decode } from './decode.js'
import type { Endpoint } from './endpoint.js'
import { readBody } from './read-body.js'
import { type Keep, record } from './record.js'
import { answerRefusals, Refusal } from './refusal.js'
import type { DeliveryContext, Step } from './step.js'
import { requireSignature, verify } from './verify.js'

export interface Receiving {
  readonly endpoints: readonly Endpoint[]
  readonly admission: Admission
  readonly keep: Keep
  /** The rest of the way: event → handlers → response. */
  readonly answer: (endpoint: Endpoint) => (ctx: DeliveryContext) => Promise<void>
  readonly isDraining: () => boolean
  readonly log: Log
  readonly say: CountingLog
}

/** The table of contents: the steps of a delivery, in order. */
export function receive({
  endpoints,
  admission,
  keep,
  answer,
  isDraining,
  log,
  say,
}: Receiving): Middleware[] {
  const router = new Router<Delivery>()
  for (const endpoint of endpoints) {
    router.post(
      endpoint.path,
      refuseWhile(isDraining),
      requireAddress(endpoint),
      requireSignature(endpoint),
      readBody(endpoint),
      verify(endpoint, log),
      decode(endpoint),
      // What was still arriving when the end began is not begun.
      refuseWhile(isDraining),
      admit(admission, endpoint),
      record(keep, endpoint),
      answer(endpoint),
    )
    router.all(endpoint.path, (ctx) => {
      throw new Refusal('other-method', { endpoint: endpoint.name, method: ctx.method })
    })
  }
  const paths = endpoints.map(({ path }) => path).join(', ')
  return [
    answerRefusals(say),
    requirePath(paths),
    router.routes() as unknown as Middleware,
    refuseUnknownPath(paths),
  ]
}

function refuseWhile(isDraining: () => boolean): Step {
  return async (_ctx, next) => {
    if (isDraining()) throw new Refusal('draining')
    await next()
  }
}

function requireAddress({ name, allow }: Endpoint): Step {
  return async (ctx, next) => {
    if (allow !== undefined && !isIn(allow, ctx.ip))
      throw new Refusal('address-not-allowed', { endpoint: name })
    await next()
  }
}

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, address.includes(':') ? 'ipv6' : 'ipv4')

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
