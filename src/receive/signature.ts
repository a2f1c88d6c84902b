import { createHmac, timingSafeEqual } from 'node:crypto'

// As a word: a buffer of its own for each digest costs as much as the digest.
const digest = (body: Uint8Array, token: string): string =>
  createHmac('sha1', token).update(body).digest('hex')

/** The value of `X-Signature` for these bytes: `sha1=` and 40 hexadecimal digits. */
export const sign = (body: Uint8Array, token: string): string => `sha1=${digest(body, token)}`

const pattern = /^sha1=[0-9a-f]{40}$/i
const given = Buffer.alloc(45)
const wanted = Buffer.from(`sha1=${'0'.repeat(40)}`)

/** Whether `signature`, a value of `X-Signature`, was made of exactly these bytes with this token. */
export const isSignatureValid = (body: Uint8Array, signature: string, token: string): boolean => {
  if (!pattern.test(signature)) return false
  given.write(signature.toLowerCase(), 'latin1')
  wanted.write(digest(body, token), 5, 'latin1')
  return timingSafeEqual(given, wanted)
}
