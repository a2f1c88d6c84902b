import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What a verification sees of a delivery. */
export interface Delivered {
  /** The body as it came, before anything reads it. */
  readonly bytes: Uint8Array
  /** Names in lower case, as Node gives them. */
  readonly headers: IncomingHttpHeaders
  readonly query: URLSearchParams
  /** The sender's address. */
  readonly ip: string
}

/** `missing`: nothing was shown (401). `wrong`: what was shown does not fit (403). */
export type Verdict = 'ok' | 'missing' | 'wrong'

/** Tells whether a delivery comes from who may send it. */
export type Verification = (delivered: Delivered) => Verdict

/** One secret, or several while one replaces another. */
export type Secrets = string | readonly string[]

/** The secrets as a list. Throws a `RangeError` when there is none or one is empty: it would let everybody in. */
export const listSecrets = (secrets: Secrets): readonly string[] => {
  const list = typeof secrets === 'string' ? [secrets] : secrets
  if (list.length === 0 || list.includes(''))
    throw new RangeError('a verification needs at least one secret, and none may be empty')
  return list
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether both are the same, in a time that tells nothing about their length or where they differ. */
export const isSameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(hash(given), hash(expected))

/** The header, when it was sent and is not empty. */
export const readHeader = ({ headers }: Delivered, name: string): string | undefined => {
  const value = headers[name.toLowerCase()]
  return (Array.isArray(value) ? value[0] : value) || undefined
}

const worst = (verdicts: readonly Verdict[]): Verdict => (verdicts.includes('wrong') ? 'wrong' : 'missing')

/** Every one of them has to agree. */
export const all =
  (first: Verification, ...others: readonly Verification[]): Verification =>
  (delivered) => {
    const verdicts = [first, ...others].map((verify) => verify(delivered))
    return verdicts.every((verdict) => verdict === 'ok') ? 'ok' : worst(verdicts)
  }

/** One that agrees is enough. */
export const any =
  (first: Verification, ...others: readonly Verification[]): Verification =>
  (delivered) => {
    const verdicts = [first, ...others].map((verify) => verify(delivered))
    return verdicts.includes('ok') ? 'ok' : worst(verdicts)
  }
