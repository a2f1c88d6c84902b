import { createHmac, timingSafeEqual } from 'node:crypto'

const digest = (body: Uint8Array, token: string): Buffer => createHmac('sha1', token).update(body).digest()

/** The value of `X-Signature` for these bytes: `sha1=` and 40 hexadecimal digits. */
export const sign = (body: Uint8Array, token: string): string => `sha1=${digest(body, token).toString('hex')}`

/** Whether `signature`, a value of `X-Signature`, was made of exactly these bytes with this token. */
export const isSignatureValid = (body: Uint8Array, signature: string, token: string): boolean => {
  const hex = /^sha1=([0-9a-f]{40})$/i.exec(signature)?.[1]
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, 'hex'), digest(body, token))
}
