/** What time it is, and waking up later. Whatever a bot does at a time asks one clock, so that tests can have their own. */
export interface Clock {
  /** Milliseconds since 1970. It may jump, as that of the machine does. */
  readonly now: () => number
  /** Milliseconds since some moment. It never jumps. */
  readonly elapsed: () => number
  /** Does the work once, after so many milliseconds; with `keepsAlive` the process lives that long. Returns what stops it. */
  readonly after: (ms: number, work: () => void, keepsAlive?: boolean) => () => void
}

/** Beyond it a timer of Node fires at once. */
export const maxTimerMs = 2 ** 31 - 1

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, work, keepsAlive = false) {
    let timer: NodeJS.Timeout | undefined
    const wait = (left: number): void => {
      const step = Math.min(Math.max(0, left), maxTimerMs)
      timer = setTimeout(() => (left > step ? wait(left - step) : work()), step)
      if (!keepsAlive) timer.unref()
    }
    wait(ms)
    return () => clearTimeout(timer)
  },
}

/** The same time, and nothing ever happens at one. */
export const withoutAlarms = ({ now, elapsed }: Clock): Clock => ({ now, elapsed, after: () => () => {} })

/** Does the work again and again; the process does not live for it. Returns what stops it. */
export const repeat = (clock: Clock, ms: number, work: () => void): (() => void) => {
  let stop: () => void
  const wait = (): void => {
    stop = clock.after(ms, () => {
      wait()
      work()
    })
  }
  wait()
  return () => stop()
}
