import { createHmac } from 'node:crypto'
import {
  type AboutVerification,
  isSameSecret,
  listSecrets,
  readHeader,
  type Secrets,
  type Verification,
  verification,
} from './verification.js'

/** How a sender signs the bytes of a body. */
export interface HmacOptions {
  readonly header: string
  readonly secret: Secrets
  /** Default: `sha256`. */
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512'
  /** What stands before the digest, such as `sha256=`. Default: nothing. */
  readonly prefix?: string
  /** Default: `hex`. */
  readonly encoding?: 'hex' | 'base64'
}

const signature = (options: HmacOptions, about: AboutVerification): Verification => {
  const { header, secret, algorithm = 'sha256', prefix = '', encoding = 'hex' } = options
  const secrets = listSecrets(secret)
  const signed = (bytes: Uint8Array, key: string): string =>
    prefix + createHmac(algorithm, key).update(bytes).digest(encoding)
  return verification(
    (delivered) => {
      const given = readHeader(delivered, header)
      if (given === undefined) return 'missing'
      return secrets.some((key) => isSameSecret(given, signed(delivered.bytes, key))) ? 'ok' : 'wrong'
    },
    {
      says: `${header}: ${prefix}HMAC-${algorithm.toUpperCase()} of the body in ${encoding}`,
      hides: [header.toLowerCase()],
      prove: (bytes) => ({ [header]: signed(bytes, secrets[0] ?? '') }),
      ...about,
    },
  )
}

/** A signature of the raw body in a header. Throws a `RangeError` for an empty secret. */
export const hmac = (options: HmacOptions): Verification => signature(options, {})

/** GitHub: `X-Hub-Signature-256`. */
export const github = (secret: Secrets): Verification =>
  signature({ header: 'X-Hub-Signature-256', prefix: 'sha256=', secret }, { hides: githubSignatures })

/** The old one is made of the same secret. */
const githubSignatures = ['x-hub-signature-256', 'x-hub-signature']

/** Gitea and Forgejo: `X-Gitea-Signature`. */
export const gitea = (secret: Secrets): Verification =>
  signature({ header: 'X-Gitea-Signature', secret }, { hides: giteaSignatures })

/** They sign in the ways of others too. */
const giteaSignatures = ['x-gitea-signature', 'x-forgejo-signature', 'x-gogs-signature', ...githubSignatures]
