import { Readable } from 'node:stream'
import { tooLarge } from '../receive/body.js'
import type { ByteBudget } from '../receive/byte-budget.js'
import { readBody } from '../receive/read-body.js'
import { Refusal } from '../receive/refusal.js'
import { kindFor } from './body.js'
import type { Hook } from './hook.js'
import type { HookContext, HookStep } from './hook-step.js'
import { type Multipart, readMultipart } from './multipart.js'

/** Turns away what the head says is no body for this hook, before a byte of it is read. */
export function requireKind(hook: Hook): HookStep {
  const { place, accepts, bodyLimit } = hook
  return async (ctx, next) => {
    const {
      'content-length': length,
      'transfer-encoding': chunked,
      'content-encoding': encoding = '',
    } = ctx.headers
    const contentType = ctx.request.type
    ctx.state.kind = kindFor(contentType, hook)
    const isEmpty = chunked === undefined && Number(length ?? 0) === 0
    const isPlain = /^(identity)?$/i.test(encoding)
    if (!isEmpty && (!isPlain || !accepts.includes(ctx.state.kind)))
      throw new Refusal('other-body', { ...place, contentType, encoding, accepts: accepts.join(', ') })
    if (Number(length ?? 0) > bodyLimit) throw tooLarge(hook)
    await next()
  }
}

/**
 * Socket → bytes, or files in a folder. A signature is made of the whole body: a form that has one is held until it
 * is verified.
 */
export function takeIn(hook: Hook, budget: ByteBudget): HookStep {
  const { verify } = hook
  return async (ctx, next) => {
    const streams = ctx.state.kind === 'multipart' && (verify === undefined || verify.isHeadOnly === true)
    if (!streams) return hold(ctx, hook, budget, next)
    ctx.state.bytes = Buffer.alloc(0)
    try {
      ctx.state.multipart = await formOf(ctx.req, ctx, hook)
    } catch (error) {
      ctx.req.resume()
      throw error
    }
    return withFiles(ctx.state.multipart, next)
  }
}

/** Whoever handles them takes them away; where nobody gets as far as that, they go here. */
const withFiles = async ({ remove }: Multipart, next: () => Promise<unknown>): Promise<void> => {
  try {
    await next()
  } catch (error) {
    await remove()
    throw error
  }
}

/** The bytes are held until all is done. */
const hold = async (
  ctx: HookContext,
  hook: Hook,
  budget: ByteBudget,
  next: () => Promise<unknown>,
): Promise<void> => {
  const { bytes, release } = await bytesOf(ctx, hook, budget)
  try {
    ctx.state.bytes = bytes
    await next()
  } finally {
    release()
  }
}

interface Held {
  readonly bytes: Buffer
  readonly release: () => void
}

const bytesOf = ({ req }: HookContext, hook: Hook, budget: ByteBudget): Promise<Held> =>
  new Promise((resolve, reject) =>
    readBody(req, hook, budget, {
      arrived: (bytes, held) => resolve({ bytes, release: () => held.release() }),
      failed: reject,
    }),
  )

/** The form that was held until it was verified. */
export function openHeld(hook: Hook): HookStep {
  return async (ctx, next) => {
    const { kind, bytes, multipart } = ctx.state
    if (kind !== 'multipart' || multipart !== undefined || bytes.length === 0) return next()
    ctx.state.multipart = await formOf(Readable.from([bytes]), ctx, hook)
    return withFiles(ctx.state.multipart, next)
  }
}

const formOf = (stream: Readable, { headers }: HookContext, hook: Hook): Promise<Multipart> => {
  const { place, bodyLimit, files: limits } = hook
  return readMultipart(stream, { headers, place, bodyLimit, limits })
}
