import { createHmac, timingSafeEqual } from 'node:crypto'

const token = 'bench'

/** What somebody would write by hand: the signature over the raw bytes, then JSON. `undefined`: it is not signed. */
export const readEvent = (body, signature) => {
  const wanted = Buffer.from(`sha1=${createHmac('sha1', token).update(body).digest('hex')}`)
  const given = Buffer.from(String(signature))
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return undefined
  return JSON.parse(body.toString())
}

/** The answer of every contestant. */
export const answerTo = (event) => (event.raw_message === 'ping' ? { reply: 'pong' } : undefined)

export const port = Number(process.argv[2])
