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

/** What is known of a verification, without asking it. */
export interface AboutVerification {
  /** How it verifies, in words and without secrets. */
  readonly says?: string | undefined
  /** It looks at the head alone: it is asked before the body is read. */
  readonly isHeadOnly?: boolean | undefined
  /** Headers and parameters of the query that nobody may read later, in lower case. */
  readonly hides?: readonly string[] | undefined
  /** The header, in lower case, that is the same when a delivery is sent again, and that nobody can change. */
  readonly repeats?: string | undefined
  /** The headers with which this body would verify, for whoever tests a hook. */
  readonly prove?: ((bytes: Uint8Array) => Readonly<Record<string, string>>) | undefined
}

/** Tells whether a delivery comes from who may send it. One of your own needs nothing but the function. */
export interface Verification extends AboutVerification {
  (delivered: Delivered): Verdict
}

/** A function that verifies, and what is known of it. */
export const verification = (
  judge: (delivered: Delivered) => Verdict,
  about: AboutVerification,
): Verification => Object.assign((delivered: Delivered) => judge(delivered), about)

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

const says = (verifications: readonly Verification[], word: string): string =>
  verifications.map((one) => one.says ?? 'a function').join(` ${word} `)

const hides = (verifications: readonly Verification[]): readonly string[] =>
  verifications.flatMap((one) => one.hides ?? [])

/** Every one of them has to agree. */
export const allOf = (first: Verification, ...others: readonly Verification[]): Verification => {
  const each = [first, ...others]
  return verification(
    (delivered) => {
      const verdicts = each.map((verify) => verify(delivered))
      return verdicts.every((verdict) => verdict === 'ok') ? 'ok' : worst(verdicts)
    },
    {
      says: says(each, 'and'),
      isHeadOnly: each.every(({ isHeadOnly }) => isHeadOnly === true),
      hides: hides(each),
      repeats: each.find(({ repeats }) => repeats !== undefined)?.repeats,
      prove: (bytes) => Object.assign({}, ...each.map(({ prove }) => prove?.(bytes))),
    },
  )
}

/** One that agrees is enough. */
export const anyOf = (first: Verification, ...others: readonly Verification[]): Verification => {
  const each = [first, ...others]
  return verification(
    (delivered) => {
      const verdicts = each.map((verify) => verify(delivered))
      return verdicts.includes('ok') ? 'ok' : worst(verdicts)
    },
    {
      says: says(each, 'or'),
      isHeadOnly: each.every(({ isHeadOnly }) => isHeadOnly === true),
      hides: hides(each),
      repeats: each.find(({ repeats }) => repeats !== undefined)?.repeats,
      prove: each.find(({ prove }) => prove !== undefined)?.prove,
    },
  )
}
