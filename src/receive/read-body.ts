import getRawBody from 'raw-body'
import type { Endpoint, Step } from './endpoint.js'
import { Refusal } from './refusal.js'
import { isTimeout } from './server.js'

/** Socket → bytes. The limit counts while reading: NapCat sends chunks and no length. */
export function readBody({ name, bodyLimit }: Endpoint): Step {
  return async (ctx, next) => {
    const { 'content-length': length, 'content-encoding': encoding } = ctx.headers
    const contentType = ctx.request.type
    if (contentType !== 'application/json' || (encoding !== undefined && encoding !== 'identity')) {
      throw new Refusal('other-content-type', { endpoint: name, contentType, encoding })
    }
    ctx.state.bytes = await getRawBody(ctx.req, { length: length ?? null, limit: bodyLimit }).catch(
      (error: getRawBody.RawBodyError) => {
        if (error.type === 'entity.too.large')
          throw new Refusal('too-large', { endpoint: name, limit: bodyLimit })
        if (isTimeout(ctx.req.socket.errored)) throw new Refusal('too-slow')
        throw new Refusal('cut-off', { endpoint: name })
      },
    )
    await next()
  }
}
