import { parseDuration } from '../dispatch/command/duration.js'
import { StandingClock } from '../protocol/standing-clock.js'

const toMs = (time: number | string): number => {
  const ms = typeof time === 'number' ? time : (parseDuration(time) ?? Number.NaN) * 1000
  if (ms >= 0) return ms
  throw new RangeError(`a clock is advanced by milliseconds or by a duration such as '10s', not by ${time}`)
}

/** A clock that stands still until a test advances it. */
export class TestClock extends StandingClock {
  readonly #settled: () => Promise<void>

  /** `settled`: resolves when what an alarm has begun is done. */
  constructor(startsAt: number, settled: () => Promise<void>) {
    super(startsAt, settled)
    this.#settled = settled
  }

  /**
   * Lets so many milliseconds, or `'10s'`, `'1h30m'`, pass: everything that is due on the way happens at its time,
   * in order, each with all that follows from it. Rejects with the error of a handler.
   */
  async advance(time: number | string): Promise<void> {
    const ms = toMs(time)
    await this.#settled()
    await this.pass(ms)
  }
}
