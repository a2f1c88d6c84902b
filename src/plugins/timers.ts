import { type Clock, maxTimerMs, repeat } from '../protocol/clock.js'

const checked = (ms: number): number => {
  if (ms >= 0 && ms <= maxTimerMs) return ms
  throw new RangeError(
    `a timer takes 0 to ${maxTimerMs} milliseconds, not ${ms}; for longer times use bot.cron`,
  )
}

/** Runs it once, keeps no process alive. Returns what stops it. */
export const startTimeout = (clock: Clock, ms: number, work: () => void): (() => void) =>
  clock.after(checked(ms), work)

/** Runs it again and again, keeps no process alive. Returns what stops it. */
export const startInterval = (clock: Clock, ms: number, work: () => void): (() => void) =>
  // A timer of Node that is to fire at once fires after a millisecond.
  repeat(clock, Math.max(1, checked(ms)), work)
