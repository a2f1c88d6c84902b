import type { Context } from 'koa'
import type { Arrival } from '../protocol/journal.js'
import { noAccount } from '../protocol/journal.js'
import { pairsOf } from '../receive/record.js'
import { bodyOfForm, decodeBytes } from './body.js'
import type { Hook } from './hook.js'
import type { HookContext } from './hook-step.js'
import type { HookFile } from './multipart.js'

/** A delivery that was let in, whether it has just come or is from the journal. */
export interface Taken {
  readonly context: Context
  readonly params: Readonly<Record<string, string | undefined>>
  readonly body: unknown
  readonly bytes: Buffer
  readonly files: readonly HookFile[]
  /** Takes the files away. */
  readonly remove: () => Promise<void>
  readonly arrival: Omit<Arrival, 'at'>
}

/** Bytes → body. Throws a `Refusal`. */
export const takeContext = (ctx: HookContext, hook: Hook): Taken => {
  const { kind, bytes, multipart } = ctx.state
  return {
    context: ctx as unknown as Context,
    params: ctx.params,
    body: multipart === undefined ? decodeBytes(bytes, kind, hook) : bodyOfForm(multipart.fields, hook),
    bytes,
    files: multipart?.files ?? [],
    remove: multipart?.remove ?? (async () => {}),
    arrival: arrivalOf(ctx, hook),
  }
}

/** The form of a body with files, as it is kept: what is in the files is not. */
export interface KeptForm {
  readonly fields: Readonly<Record<string, string | readonly string[]>>
  readonly files: readonly Pick<HookFile, 'field' | 'filename' | 'type' | 'size'>[]
}

/** What a function of one's own may look at is not known; better too much stays out of the journal. */
const soundsSecret = /(?:^|[-_])(?:token|secret|sign|signature|password|auth|api[-_]?key)(?:$|[-_])/i

const arrivalOf = (ctx: HookContext, { name, verify }: Hook): Omit<Arrival, 'at'> => {
  const { bytes, multipart } = ctx.state
  const hidden = verify?.hides ?? []
  return {
    endpoint: name,
    selfId: noAccount,
    name: `${ctx.method} ${withoutSecrets(ctx.path, ctx.querystring, hidden)}`,
    headers: pairsOf(ctx.req.rawHeaders, hidden).filter(([header]) => !soundsSecret.test(header)),
    bytes: multipart === undefined ? bytes : Buffer.from(JSON.stringify(keptForm(multipart))),
  }
}

const keptForm = ({ fields, files }: KeptForm): KeptForm => ({
  fields,
  files: files.map(({ field, filename, type, size }) => ({ field, filename, type, size })),
})

const withoutSecrets = (path: string, querystring: string, hidden: readonly string[]): string => {
  const query = new URLSearchParams(querystring)
  for (const name of [...query.keys()])
    if (hidden.includes(name.toLowerCase()) || soundsSecret.test(name)) query.delete(name)
  return query.size === 0 ? path : `${path}?${query}`
}
