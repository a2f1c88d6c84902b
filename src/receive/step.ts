import type { Context, ParameterizedContext } from 'koa'
import type { Delivery } from '../protocol/delivery.js'

export type DeliveryContext = ParameterizedContext<Delivery>

/** One step of the way of a delivery: a Koa middleware that fills in what it finds out, or throws a `Refusal`. */
export type Step = (ctx: DeliveryContext, next: () => Promise<unknown>) => Promise<unknown>

/** A step that does not look at what others have found out. */
export type AnyStep = (ctx: Context, next: () => Promise<unknown>) => Promise<unknown>

/** A step that reads the body. */
export type BytesStep = (
  ctx: ParameterizedContext<{ bytes: Buffer }>,
  next: () => Promise<unknown>,
) => Promise<unknown>
