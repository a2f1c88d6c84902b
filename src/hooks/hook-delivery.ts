import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'koa'
import type { HookFile } from './multipart.js'

/** One delivery to a hook, as its handler gets it. */
export interface HookDelivery<Body = unknown> {
  /** Names it in every line of the log. */
  readonly id: string
  /** The name of the hook. */
  readonly name: string
  readonly method: string
  /** What stood in the place of `:repo` in the path; one that may be missing is `undefined` then. */
  readonly params: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders
  /** The sender's address. */
  readonly ip: string
  /** JSON; a form as its fields, or the one that the hook takes; text; bytes; `undefined` where there was none. */
  readonly body: Body
  /** The body as it came; empty where its files went to a folder while they arrived. */
  readonly bytes: Buffer
  /** Gone when the delivery is done. */
  readonly files: readonly HookFile[]
  /** The process ended while an earlier run was at work: nobody waits for the answer. */
  readonly redelivered: boolean
  /** Aborts when the handler has worked for too long, or the bot shuts down. */
  readonly signal: AbortSignal
  /** Koa's context: set headers and cookies of the response here. */
  readonly request: Context
}
