import type { Entrance } from './entrance.js'
import type { LockOut } from './lock-out.js'
import { Refusal } from './refusal.js'
import type { AnyStep } from './step.js'

export function refuseWhile(isDraining: () => boolean): AnyStep {
  return async (_ctx, next) => {
    if (isDraining()) throw new Refusal('draining')
    await next()
  }
}

export function requireAddress({ place, allow }: Entrance): AnyStep {
  return async (ctx, next) => {
    if (allow !== undefined && !allow.has(ctx.ip))
      throw new Refusal('address-not-allowed', { ...place, address: ctx.ip })
    await next()
  }
}

export function refuseLockedOut(lockOut: LockOut, { place }: Entrance): AnyStep {
  return async (ctx, next) => {
    if (lockOut.isLocked(ctx.ip)) throw new Refusal('locked-out', { ...place, address: ctx.ip })
    await next()
  }
}
