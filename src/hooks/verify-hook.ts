import type { Context } from 'koa'
import type { LockOut } from '../receive/lock-out.js'
import { Refusal } from '../receive/refusal.js'
import type { Hook } from './hook.js'
import type { HookContext, HookStep } from './hook-step.js'
import type { Verification } from './verification.js'

const none = new Uint8Array()

/** What the head alone shows is looked at before a byte of the body is read. */
export function verifyHead(hook: Hook, lockOut: LockOut): HookStep {
  const { verify } = hook
  return async (ctx, next) => {
    if (verify?.isHeadOnly) judge(ctx, none, hook, verify, lockOut)
    await next()
  }
}

/** As a delivery without a body. */
export const verifyEmpty = (ctx: HookContext, hook: Hook, lockOut: LockOut): void => {
  if (hook.verify !== undefined) judge(ctx, none, hook, hook.verify, lockOut)
}

/** Bytes before meaning: what does not verify is never parsed. */
export function verifyBody(hook: Hook, lockOut: LockOut): HookStep {
  const { verify } = hook
  return async (ctx, next) => {
    if (verify !== undefined && !verify.isHeadOnly) judge(ctx, ctx.state.bytes, hook, verify, lockOut)
    await next()
  }
}

const judge = (
  ctx: Pick<Context, 'headers' | 'querystring' | 'ip'>,
  bytes: Uint8Array,
  { place }: Hook,
  verify: Verification,
  lockOut: LockOut,
): void => {
  const { headers, querystring, ip } = ctx
  const verdict = verify({ bytes, headers, query: new URLSearchParams(querystring), ip })
  const about = { ...place, verify: verify.says ?? 'what its own function says' }
  if (verdict === 'missing') throw new Refusal('hook-unverified', about)
  if (verdict === 'wrong') {
    lockOut.failed(ip)
    throw new Refusal('hook-refused', about)
  }
  // Where nothing secret was shown, an address has not earned trust elsewhere.
  if (verify.hides !== undefined && verify.hides.length > 0) lockOut.succeeded(ip)
}
