import { parseDuration } from '../dispatch/command/duration.js'
import type { Clock } from '../protocol/clock.js'

interface Alarm {
  readonly at: number
  readonly work: () => void
}

const toMs = (time: number | string): number => {
  const ms = typeof time === 'number' ? time : (parseDuration(time) ?? Number.NaN) * 1000
  if (ms >= 0) return ms
  throw new RangeError(`a clock is advanced by milliseconds or by a duration such as '10s', not by ${time}`)
}

/** A clock that stands still until a test advances it. */
export class TestClock implements Clock {
  readonly #settled: () => Promise<void>
  /** In the order in which they were set. */
  readonly #alarms = new Set<Alarm>()
  readonly #startedAt: number
  #now: number

  /** `settled`: resolves when what an alarm has begun is done. */
  constructor(startsAt: number, settled: () => Promise<void>) {
    this.#startedAt = startsAt
    this.#now = startsAt
    this.#settled = settled
  }

  readonly now = (): number => this.#now

  readonly elapsed = (): number => this.#now - this.#startedAt

  readonly after = (ms: number, work: () => void): (() => void) => {
    const alarm = { at: this.#now + Math.max(0, ms), work }
    this.#alarms.add(alarm)
    return () => void this.#alarms.delete(alarm)
  }

  /**
   * Lets so many milliseconds, or `'10s'`, `'1h30m'`, pass: everything that is due on the way happens at its time,
   * in order, each with all that follows from it. Rejects with the error of a handler.
   */
  async advance(time: number | string): Promise<void> {
    const until = this.#now + toMs(time)
    await this.#settled()
    for (let next = this.#next(until); next !== undefined; next = this.#next(until)) {
      this.#alarms.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.work()
      await this.#settled()
    }
    this.#now = Math.max(this.#now, until)
  }

  /** The alarm that goes off first, not later than this. */
  #next(until: number): Alarm | undefined {
    let first: Alarm | undefined
    for (const alarm of this.#alarms) {
      if (alarm.at <= until && (first === undefined || alarm.at < first.at)) first = alarm
    }
    return first
  }
}
