import { dingtalk, feishu } from './chat-bots.js'
import { gitea, github, type HmacOptions, hmac } from './signed.js'
import { ip, origin } from './sources.js'
import { slack, standardWebhooks } from './timed.js'
import { basic, bearer, gitlab } from './tokens.js'
import { allOf, type Secrets, type Verification } from './verification.js'

/** The verifications that need a secret and nothing else, by the name that the configuration has for them. */
const bySecret = {
  github,
  gitea,
  gitlab,
  'standard-webhooks': standardWebhooks,
  slack,
  dingtalk,
  feishu,
} as const satisfies Readonly<Record<string, (secret: Secrets) => Verification>>

export type SecretKind = keyof typeof bySecret
export const secretKinds = Object.keys(bySecret) as readonly SecretKind[]

/** A verification as a configuration writes it. */
export type VerifyOptions =
  | { readonly kind: SecretKind; readonly secret: Secrets }
  | ({ readonly kind: 'hmac' } & HmacOptions)
  | { readonly kind: 'bearer'; readonly secret: Secrets; readonly query?: string }
  | { readonly kind: 'basic'; readonly user: string; readonly secret: Secrets }
  | { readonly kind: 'ip'; readonly ranges: readonly string[] }
  | { readonly kind: 'origin'; readonly source: string; readonly ips?: readonly string[] }

const verificationOf = (options: VerifyOptions): Verification => {
  switch (options.kind) {
    case 'hmac':
      return hmac(options)
    case 'bearer':
      return bearer(options.secret, options)
    case 'basic':
      return basic(options.user, options.secret)
    case 'ip':
      return ip(options.ranges)
    case 'origin':
      return origin(options.source, options)
    default:
      return bySecret[options.kind](options.secret)
  }
}

/** Of several, every one has to agree. Throws where one cannot be used. */
export const toVerification = (options: VerifyOptions | readonly VerifyOptions[]): Verification => {
  const [first, ...others] = [options].flat().map(verificationOf)
  if (first === undefined) throw new RangeError('a list of verifications needs at least one')
  return others.length === 0 ? first : allOf(first, ...others)
}
