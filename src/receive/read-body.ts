import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import getRawBody from 'raw-body'
import type { ByteBudget } from './byte-budget.js'
import type { Entrance, Place } from './entrance.js'
import { Refusal } from './refusal.js'
import { isOursToAnswer } from './server.js'
import type { AnyStep, BytesStep } from './step.js'

export function requireJson({ place }: Entrance): AnyStep {
  return async (ctx, next) => {
    const { 'content-encoding': encoding = '' } = ctx.headers
    const contentType = ctx.request.type.trim()
    if (contentType.toLowerCase() !== 'application/json' || !/^(identity)?$/i.test(encoding))
      throw new Refusal('other-content-type', { ...place, contentType, encoding })
    await next()
  }
}

/** Socket → bytes. The limits count while reading: NapCat sends chunks and no length. */
export function readBody(budget: ByteBudget, entrance: Entrance): BytesStep {
  const { bodyLimit } = entrance
  return async (ctx, next) => {
    const { 'content-length': length = null } = ctx.headers
    const held = new Holding(budget, entrance.place)
    try {
      // What is too large is refused for that, and holds nothing.
      if (length !== null && Number(length) <= bodyLimit) held.hold(Number(length))
      else if (length === null) held.holdWhatComes(ctx.req)
      ctx.state.bytes = await getRawBody(ctx.req, { length, limit: bodyLimit })
    } catch (error) {
      held.end()
      throw error instanceof Refusal
        ? letGoBy(ctx, error)
        : refusalOf(error as getRawBody.RawBodyError, ctx, entrance)
    }
    try {
      await next()
    } finally {
      held.end()
    }
  }
}

/** What one body takes of the budget. */
class Holding {
  readonly #budget: ByteBudget
  readonly #place: Place
  #bytes = 0

  constructor(budget: ByteBudget, place: Place) {
    this.#budget = budget
    this.#place = place
  }

  hold(bytes: number): void {
    if (!this.#budget.take(bytes)) throw new Refusal('too-many-bytes', this.#place)
    this.#bytes += bytes
  }

  holdWhatComes(request: IncomingMessage): void {
    const count = (chunk: Buffer): void => {
      try {
        this.hold(chunk.length)
      } catch (refusal) {
        request.off('data', count)
        // raw-body lets go of what it has when its stream fails.
        request.emit('error', refusal)
      }
    }
    request.on('data', count)
  }

  end(): void {
    this.#budget.give(this.#bytes)
    this.#bytes = 0
  }
}

/** The rest has to go by before the socket can carry the next request. */
export const letGoBy = (ctx: Pick<Context, 'req'>, refusal: Refusal): Refusal => {
  ctx.req.removeAllListeners('data')
  ctx.req.resume()
  return refusal
}

const refusalOf = (
  error: getRawBody.RawBodyError,
  ctx: Pick<Context, 'req'>,
  { place, bodyLimit }: Entrance,
): Refusal => {
  if (error.type === 'entity.too.large')
    return letGoBy(ctx, new Refusal('too-large', { ...place, limit: bodyLimit }))
  return isOursToAnswer(ctx.req.socket.errored)
    ? new Refusal('never-whole')
    : new Refusal('cut-off', { ...place })
}
