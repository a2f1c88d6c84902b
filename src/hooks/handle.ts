import type { Context } from 'koa'
import { HttpError } from '../errors.js'
import { nextEventId } from '../protocol/event-id.js'
import { Refusal } from '../receive/refusal.js'
import { bodyOfForm, decodeBytes } from './body.js'
import type { Hook } from './hook.js'
import { errorReply, type HookReply, replyOf } from './hook-answer.js'
import type { HookDelivery } from './hook-delivery.js'
import type { HookContext, HookStep } from './hook-step.js'

/** How long a handler may work. */
export interface WorkSignal {
  get(): AbortSignal
  hold(): void
  release(): void
}

export interface Handling {
  readonly signal: () => WorkSignal
  /** Gives a delivery what only the bot has: `to`. */
  readonly equip: (delivery: HookDelivery) => HookDelivery
  /** Is told of what a handler throws. */
  readonly failed: (error: unknown, hook: Hook) => void
}

/** Body → handler → response: the last step. */
export function handle(hook: Hook, handling: Handling): HookStep {
  return async (ctx) => {
    try {
      const body = bodyOf(ctx, hook)
      send(ctx, await replyTo(ctx, hook, body, handling))
    } finally {
      await ctx.state.multipart?.remove()
    }
  }
}

const bodyOf = ({ state: { kind, bytes, multipart } }: HookContext, hook: Hook): unknown =>
  multipart === undefined ? decodeBytes(bytes, kind, hook) : bodyOfForm(multipart.fields, hook)

const replyTo = async (
  ctx: HookContext,
  hook: Hook,
  body: unknown,
  { signal, equip, failed }: Handling,
): Promise<HookReply> => {
  const id = nextEventId()
  const work = signal()
  work.hold()
  try {
    const delivery = equip(toDelivery(ctx, hook, { id, body: checked(body, hook), signal: work }))
    return replyOf(await hook.handler(delivery))
  } catch (error) {
    if (error instanceof HttpError) return errorReply(error)
    failed(error, hook)
    throw new Refusal('hook-failed', { ...hook.place, delivery: id })
  } finally {
    work.release()
  }
}

/** What the schema of the hook makes of it. Throws an `HttpError` that says what does not fit. */
const checked = (body: unknown, { schema }: Hook): unknown => {
  const read = schema?.safeParse(body)
  if (read === undefined) return body
  if (read.success) return read.data
  const problems = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  )
  throw new HttpError(400, problems.join('; '))
}

interface Found {
  readonly id: string
  readonly body: unknown
  readonly signal: WorkSignal
}

const toDelivery = (ctx: HookContext, { name }: Hook, { id, body, signal }: Found): HookDelivery => ({
  id,
  name,
  method: ctx.method,
  params: ctx.params,
  query: new URLSearchParams(ctx.querystring),
  headers: ctx.headers,
  ip: ctx.ip,
  body,
  bytes: ctx.state.bytes,
  files: ctx.state.multipart?.files ?? [],
  redelivered: false,
  get signal() {
    return signal.get()
  },
  request: ctx as unknown as Context,
})

const send = (ctx: HookContext, { status, headers, body }: HookReply): void => {
  ctx.status = status
  // First: Koa guesses a type for a body that has none.
  ctx.body = body.length === 0 ? null : body
  ctx.status = status
  ctx.set(headers)
}
