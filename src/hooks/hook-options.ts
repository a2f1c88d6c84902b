import type { z } from 'zod'
import type { FileLimits } from './multipart.js'
import type { Verification } from './verification.js'

export const hookMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type HookMethod = (typeof hookMethods)[number]

/** What a body may be: `multipart` has fields and files, `raw` is whatever is nothing else. */
export type BodyKind = 'json' | 'form' | 'multipart' | 'text' | 'raw'

/** What the configuration may change of a hook. */
export interface HookSettings {
  /** Whether deliveries are taken; without it 409. Default true. */
  readonly enabled?: boolean
  /** Who may send. Without it, only this machine, or with `insecure` everybody. */
  readonly verify?: Verification
  /** Take unverified deliveries from other machines. */
  readonly insecure?: boolean
  /** Addresses that may send, single ones or ranges: `10.0.0.0/8`, `::1`. Default: every address. */
  readonly allow?: readonly string[]
  /** Bytes of one request, files and all. Default 8 MiB. */
  readonly bodyLimit?: number
  /** Whom `hook.targets` writes to: `group:456789012`, `user:87654321`. */
  readonly notify?: readonly string[]
  /** Deliveries in one minute; one more gets 429. Default: as many as come. */
  readonly perMinute?: number
}

export interface HookOptions<Body = unknown> extends HookSettings {
  /** For the log, the journal and the configuration. Default: the path. */
  readonly name?: string
  readonly description?: string
  /** Default `POST`. */
  readonly methods?: readonly HookMethod[]
  /** Default: `json`, `form` and `text`, and with `files` also `multipart`. */
  readonly accepts?: readonly BodyKind[]
  /** The field of a form that is the body: as JSON where it is JSON. */
  readonly form?: string
  /** Takes files with a form, at most these. */
  readonly files?: FileLimits
  /** What the body has to be; anything else gets 400. */
  readonly body?: z.ZodType<Body>
  /**
   * The header that is the same when a delivery is sent again: who sends it again gets the first answer. Default: that
   * of the verification, else `Idempotency-Key`, `webhook-id`, `X-GitHub-Delivery` and their kin. `false`: none.
   */
  readonly repeats?: string | false
}
