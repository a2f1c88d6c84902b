import type { IncomingHttpHeaders } from 'node:http'
import type { Log } from '../log.js'
import type { Endpoint } from './endpoint.js'
import type { LockOut } from './lock-out.js'
import { Refusal } from './refusal.js'
import { isSignatureValid } from './signature.js'

const signatureIn = (headers: IncomingHttpHeaders): string => String(headers['x-signature'] ?? '')

/** Turns unsigned deliveries away before their body is read. */
export const requireSignature = ({ name, tokens }: Endpoint, headers: IncomingHttpHeaders): void => {
  if (tokens.length > 0 && signatureIn(headers) === '')
    throw new Refusal('signature-missing', { endpoint: name })
}

/** Checks a body before anything in it is read. */
export type Verify = (bytes: Uint8Array, headers: IncomingHttpHeaders, address: string) => void

/** Bytes before meaning: what fits none of the tokens is never parsed. */
export const verifier = ({ name, tokens }: Endpoint, lockOut: LockOut, log: Log): Verify => {
  const seen = new Set<number>()
  return (bytes, headers, address) => {
    if (tokens.length === 0) return
    const signature = signatureIn(headers)
    const index = tokens.findIndex((token) => isSignatureValid(bytes, signature, token))
    if (index === -1) {
      lockOut.failed(address)
      throw new Refusal('signature-wrong', { endpoint: name })
    }
    lockOut.succeeded(address)
    if (tokens.length > 1 && !seen.has(index)) {
      seen.add(index)
      log.info({ endpoint: name }, `token ${index + 1} of ${tokens.length} of endpoint "${name}" is in use`)
    }
  }
}
