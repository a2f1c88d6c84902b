import { createHmac } from 'node:crypto'
import { isSameSecret, listSecrets, readHeader, type Secrets, type Verification } from './verification.js'

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

/** A signature of the raw body in a header. Throws a `RangeError` for an empty secret. */
export const hmac = (options: HmacOptions): Verification => {
  const { header, secret, algorithm = 'sha256', prefix = '', encoding = 'hex' } = options
  const secrets = listSecrets(secret)
  return (delivered) => {
    const signature = readHeader(delivered, header)
    if (signature === undefined) return 'missing'
    const fits = (key: string) =>
      isSameSecret(signature, prefix + createHmac(algorithm, key).update(delivered.bytes).digest(encoding))
    return secrets.some(fits) ? 'ok' : 'wrong'
  }
}

/** GitHub: `X-Hub-Signature-256`. */
export const github = (secret: Secrets): Verification =>
  hmac({ header: 'x-hub-signature-256', prefix: 'sha256=', secret })

/** Gitea and Forgejo: `X-Gitea-Signature`. */
export const gitea = (secret: Secrets): Verification => hmac({ header: 'x-gitea-signature', secret })
