import getRawBody from 'raw-body'
import type { Endpoint } from './endpoint.js'
import { Refusal } from './refusal.js'
import { isOursToAnswer } from './server.js'
import type { DeliveryContext, Step } from './step.js'

/** Socket → bytes. The limit counts while reading: NapCat sends chunks and no length. */
export function readBody(endpoint: Endpoint): Step {
  const { name, bodyLimit } = endpoint
  return async (ctx, next) => {
    const { 'content-length': length = null, 'content-encoding': encoding = '' } = ctx.headers
    const contentType = ctx.request.type.trim()
    if (contentType.toLowerCase() !== 'application/json' || !/^(identity)?$/i.test(encoding)) {
      throw new Refusal('other-content-type', { endpoint: name, contentType, encoding })
    }
    ctx.state.bytes = await getRawBody(ctx.req, { length, limit: bodyLimit }).catch((error) => {
      throw refusalOf(error, ctx, endpoint)
    })
    await next()
  }
}

const refusalOf = (error: getRawBody.RawBodyError, ctx: DeliveryContext, endpoint: Endpoint): Refusal => {
  const { name, bodyLimit } = endpoint
  if (error.type === 'entity.too.large') {
    // raw-body stops reading; the rest has to go by before the socket can carry the next request.
    ctx.req.resume()
    return new Refusal('too-large', { endpoint: name, limit: bodyLimit })
  }
  return isOursToAnswer(ctx.req.socket.errored)
    ? new Refusal('never-whole')
    : new Refusal('cut-off', { endpoint: name })
}
