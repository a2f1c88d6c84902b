import type { IncomingMessage } from 'node:http'
import getRawBody from 'raw-body'
import type { ByteBudget } from './byte-budget.js'
import type { Endpoint } from './endpoint.js'
import { Refusal } from './refusal.js'
import { isOursToAnswer } from './server.js'
import type { DeliveryContext, Step } from './step.js'

/** Socket → bytes. The limits count while reading: NapCat sends chunks and no length. */
export function readBody(budget: ByteBudget, endpoint: Endpoint): Step {
  const { name, bodyLimit } = endpoint
  return async (ctx, next) => {
    const { 'content-length': length = null, 'content-encoding': encoding = '' } = ctx.headers
    const contentType = ctx.request.type.trim()
    if (contentType.toLowerCase() !== 'application/json' || !/^(identity)?$/i.test(encoding)) {
      throw new Refusal('other-content-type', { endpoint: name, contentType, encoding })
    }
    const held = new Holding(budget, endpoint)
    try {
      // What is too large is refused for that, and holds nothing.
      if (length !== null && Number(length) <= bodyLimit) held.hold(Number(length))
      else if (length === null) held.holdWhatComes(ctx.req)
      ctx.state.bytes = await getRawBody(ctx.req, { length, limit: bodyLimit })
    } catch (error) {
      held.end()
      throw error instanceof Refusal
        ? letGoBy(ctx, error)
        : refusalOf(error as getRawBody.RawBodyError, ctx, endpoint)
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
  readonly #endpoint: Endpoint
  #bytes = 0

  constructor(budget: ByteBudget, endpoint: Endpoint) {
    this.#budget = budget
    this.#endpoint = endpoint
  }

  hold(bytes: number): void {
    if (!this.#budget.take(bytes)) throw new Refusal('too-many-bytes', { endpoint: this.#endpoint.name })
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
const letGoBy = (ctx: DeliveryContext, refusal: Refusal): Refusal => {
  ctx.req.removeAllListeners('data')
  ctx.req.resume()
  return refusal
}

const refusalOf = (error: getRawBody.RawBodyError, ctx: DeliveryContext, endpoint: Endpoint): Refusal => {
  const { name, bodyLimit } = endpoint
  if (error.type === 'entity.too.large')
    return letGoBy(ctx, new Refusal('too-large', { endpoint: name, limit: bodyLimit }))
  return isOursToAnswer(ctx.req.socket.errored)
    ? new Refusal('never-whole')
    : new Refusal('cut-off', { endpoint: name })
}
