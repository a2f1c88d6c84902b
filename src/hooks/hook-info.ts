import { refuseLockedOut, requireAddress } from '../receive/guards.js'
import type { LockOut } from '../receive/lock-out.js'
import type { Hook } from './hook.js'
import type { BodyKind } from './hook-options.js'
import type { HookContext, HookStep } from './hook-step.js'
import { verifyEmpty } from './verify-hook.js'

const types: Readonly<Record<BodyKind, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
  text: 'text/plain',
  raw: '*/*',
}

/** What whoever sets up a sender has to know. */
const infoOf = ({ name, description, path, methods, accepts, bodyLimit, verify }: Hook, url: string) => ({
  name,
  description,
  url,
  path,
  methods,
  contentTypes: accepts.map((kind) => types[kind]),
  maxBytes: bodyLimit,
  verify: verify && (verify.says ?? 'a function'),
})

/** As whoever asks has reached it, also through a proxy that takes TLS off. */
const urlOf = (ctx: HookContext): string => {
  const isTls = ctx.secure || ctx.get('x-forwarded-proto') === 'https'
  return `${isTls ? 'https' : 'http'}://${ctx.host}${ctx.path}`
}

/** `?info` without a value: a hook may have a parameter of that name. */
const asksForInfo = ({ method, query }: HookContext): boolean => method === 'GET' && query.info === ''

/**
 * `GET …?info` tells what a sender must be told, without secrets, to whoever may send: it is verified like a delivery
 * without a body. To come from this machine proves nothing, as everybody does behind a proxy on it.
 */
export function answerInfo(hook: Hook, lockOut: LockOut): HookStep {
  return async (ctx, next) => {
    if (!asksForInfo(ctx)) return next()
    requireAddress(hook, ctx.ip)
    refuseLockedOut(lockOut, hook, ctx.ip)
    verifyEmpty(ctx, hook, lockOut)
    ctx.set('Cache-Control', 'no-store')
    ctx.body = infoOf(hook, urlOf(ctx))
    return undefined
  }
}
