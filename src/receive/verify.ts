import type { Log } from '../log.js'
import type { Endpoint } from './endpoint.js'
import type { LockOut } from './lock-out.js'
import { Refusal } from './refusal.js'
import { isSignatureValid } from './signature.js'
import type { Step } from './step.js'

/** Turns unsigned deliveries away before their body is read. */
export function requireSignature({ name, tokens }: Endpoint): Step {
  return async (ctx, next) => {
    if (tokens.length > 0 && ctx.get('x-signature') === '')
      throw new Refusal('signature-missing', { endpoint: name })
    await next()
  }
}

/** Bytes before meaning: what fits none of the tokens is never parsed. */
export function verify({ name, tokens }: Endpoint, lockOut: LockOut, log: Log): Step {
  const seen = new Set<number>()
  return async (ctx, next) => {
    if (tokens.length > 0) {
      const signature = ctx.get('x-signature')
      const index = tokens.findIndex((token) => isSignatureValid(ctx.state.bytes, signature, token))
      if (index === -1) {
        lockOut.failed(ctx.ip)
        throw new Refusal('signature-wrong', { endpoint: name })
      }
      lockOut.succeeded(ctx.ip)
      if (tokens.length > 1 && !seen.has(index)) {
        seen.add(index)
        log.info({ endpoint: name }, `token ${index + 1} of ${tokens.length} of endpoint "${name}" is in use`)
      }
    }
    await next()
  }
}
