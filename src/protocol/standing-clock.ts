import { AsyncResource } from 'node:async_hooks'
import type { Clock } from './clock.js'

interface Alarm {
  readonly at: number
  readonly work: () => void
}

/** A clock that stands still until it is advanced. */
export class StandingClock implements Clock {
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

  /** As a timer does, the work belongs to whoever has set it. */
  readonly after = (ms: number, work: () => void): (() => void) => {
    const alarm = { at: this.#now + Math.max(0, ms), work: AsyncResource.bind(work) }
    this.#alarms.add(alarm)
    return () => void this.#alarms.delete(alarm)
  }

  /**
   * Lets so many milliseconds pass: everything that is due on the way happens at its time, in order, each with all
   * that follows from it.
   */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
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
