import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Log } from '../log.js'
import type { Endpoint, Step } from './endpoint.js'
import { Refusal } from './refusal.js'

const digest = (body: Uint8Array, token: string): Buffer => createHmac('sha1', token).update(body).digest()

/** The value of `X-Signature` for these bytes: `sha1=` and 40 hexadecimal digits. */
export const sign = (body: Uint8Array, token: string): string => `sha1=${digest(body, token).toString('hex')}`

/** Whether `signature`, a value of `X-Signature`, was made of exactly these bytes with this token. */
export const isSignatureValid = (body: Uint8Array, signature: string, token: string): boolean => {
  const hex = /^sha1=([0-9a-f]{40})$/i.exec(signature)?.[1]
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), digest(body, token))
}

/** Turns unsigned deliveries away before their body is read. */
export function requireSignature({ name, tokens }: Endpoint): Step {
  return async (ctx, next) => {
    if (tokens.length > 0 && ctx.get('x-signature') === '')
      throw new Refusal('signature-missing', { endpoint: name })
    await next()
  }
}

/** Bytes before meaning: what fits none of the tokens is never parsed. */
export function verify({ name, tokens }: Endpoint, log: Log): Step {
  const seen = new Set<number>()
  return async (ctx, next) => {
    if (tokens.length > 0) {
      const signature = ctx.get('x-signature')
      const index = tokens.findIndex((token) => isSignatureValid(ctx.state.bytes, signature, token))
      if (index === -1) throw new Refusal('signature-wrong', { endpoint: name })
      if (tokens.length > 1 && !seen.has(index)) {
        seen.add(index)
        log.info({ endpoint: name }, `token ${index + 1} of ${tokens.length} of endpoint "${name}" is in use`)
      }
    }
    await next()
  }
}
