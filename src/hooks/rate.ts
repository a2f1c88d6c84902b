import type { Clock } from '../protocol/clock.js'
import { Refusal } from '../receive/refusal.js'
import type { Hook } from './hook.js'
import type { HookStep } from './hook-step.js'

const windowMs = 60_000

/** Counts the deliveries that have verified, minute by minute. */
export function limitRate({ place, perMinute }: Hook, clock: Clock): HookStep {
  let since = Number.NEGATIVE_INFINITY
  let count = 0
  return async (_ctx, next) => {
    if (perMinute !== undefined) {
      const now = clock.elapsed()
      if (now - since >= windowMs) [since, count] = [now, 0]
      count += 1
      if (count > perMinute) throw new Refusal('too-often', { ...place, limit: perMinute })
    }
    await next()
  }
}
