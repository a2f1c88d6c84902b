import { maxTimerMs } from '../protocol/settles-within.js'

const checked = (ms: number): number => {
  if (ms >= 0 && ms <= maxTimerMs) return ms
  throw new RangeError(
    `a timer takes 0 to ${maxTimerMs} milliseconds, not ${ms}; for longer times use bot.cron`,
  )
}

/** Runs it once, keeps no process alive. Returns what stops it. */
export const startTimeout = (ms: number, work: () => void): (() => void) => {
  const timer = setTimeout(work, checked(ms)).unref()
  return () => clearTimeout(timer)
}

/** Runs it again and again, keeps no process alive. Returns what stops it. */
export const startInterval = (ms: number, work: () => void): (() => void) => {
  const timer = setInterval(work, checked(ms)).unref()
  return () => clearInterval(timer)
}
