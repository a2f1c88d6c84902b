import type { Context, Middleware } from 'koa'
import Router from 'koa-router'
import type { CountingLog, Log } from '../log.js'
import type { Delivery } from '../protocol/delivery.js'
import type { AddressList } from './address-list.js'
import { type Admission, admit } from './admit.js'
import type { ByteBudget } from './byte-budget.js'
import { clientAddress } from './client-address.js'
import { decode } from './decode.js'
import type { Endpoint } from './endpoint.js'
import { refuseLockedOut, refuseWhile, requireAddress } from './guards.js'
import type { LockOut } from './lock-out.js'
import { type Observed, observe } from './observe.js'
import { readBody, requireJson } from './read-body.js'
import { type Keep, record } from './record.js'
import { answerRefusals, Refusal } from './refusal.js'
import type { DeliveryContext } from './step.js'
import { type Enter, takeTurn } from './turn.js'
import { requireSignature, verify } from './verify.js'

export interface Receiving {
  readonly endpoints: readonly Endpoint[]
  /** What stands at other paths. */
  readonly others: Middleware
  readonly admission: Admission
  readonly keep: Keep
  readonly enter: Enter
  readonly budget: ByteBudget
  readonly lockOut: LockOut
  /** Whose `X-Forwarded-For` is believed. */
  readonly proxies: AddressList
  readonly observed: Observed
  /** The rest of the way: event → handlers → response. */
  readonly answer: (endpoint: Endpoint) => (ctx: DeliveryContext) => Promise<void>
  readonly isDraining: () => boolean
  readonly log: Log
  readonly say: CountingLog
}

/** The table of contents: the steps of a delivery, in order. */
export function receive(receiving: Receiving): Middleware[] {
  const { endpoints, others, admission, keep, enter, budget, lockOut, proxies, observed } = receiving
  const { answer, isDraining, log, say } = receiving
  const router = new Router<Delivery>()
  for (const endpoint of endpoints) {
    router.post(
      endpoint.path,
      observe(observed, endpoint),
      refuseWhile(isDraining),
      requireAddress(endpoint),
      refuseLockedOut(lockOut, endpoint),
      requireSignature(endpoint),
      requireJson(endpoint),
      readBody(budget, endpoint),
      verify(endpoint, lockOut, log),
      decode(endpoint),
      // What was still arriving when the end began is not begun.
      refuseWhile(isDraining),
      takeTurn(enter, endpoint),
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
    nameClient(proxies),
    answerRefusals(say),
    requirePath(paths),
    router.routes() as unknown as Middleware,
    others,
    refuseUnknownPath(paths),
  ]
}

/** From here on, `ctx.ip` is the address of the sender, also behind a proxy. */
function nameClient(proxies: AddressList) {
  return async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    ctx.request.ip = clientAddress(ctx.req.socket.remoteAddress ?? '', ctx.get('x-forwarded-for'), proxies)
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
