import { Readable } from 'node:stream'
import type { ByteBudget } from '../receive/byte-budget.js'
import { letGoBy, readBody } from '../receive/read-body.js'
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
    if (Number(length ?? 0) > bodyLimit)
      throw letGoBy(ctx, new Refusal('too-large', { ...place, limit: bodyLimit }))
    await next()
  }
}

/**
 * Socket → bytes, or files in a folder. A signature is made of the whole body: a form that has one is held until it
 * is verified.
 */
export function takeIn(hook: Hook, budget: ByteBudget): HookStep {
  const read = readBody(budget, hook)
  const { verify } = hook
  return async (ctx, next) => {
    const streams = ctx.state.kind === 'multipart' && (verify === undefined || verify.isHeadOnly === true)
    if (!streams) return read(ctx, next)
    ctx.state.bytes = Buffer.alloc(0)
    try {
      ctx.state.multipart = await formOf(ctx.req, ctx, hook)
    } catch (error) {
      ctx.req.resume()
      throw error
    }
    return next()
  }
}

/** The form that was held until it was verified. */
export function openHeld(hook: Hook): HookStep {
  return async (ctx, next) => {
    const { kind, bytes, multipart } = ctx.state
    if (kind === 'multipart' && multipart === undefined && bytes.length > 0)
      ctx.state.multipart = await formOf(Readable.from([bytes]), ctx, hook)
    await next()
  }
}

const formOf = (stream: Readable, { headers }: HookContext, hook: Hook): Promise<Multipart> => {
  const { place, bodyLimit, files: limits } = hook
  return readMultipart(stream, { headers, place, bodyLimit, limits })
}
