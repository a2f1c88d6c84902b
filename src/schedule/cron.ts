import type { Cron } from 'croner'
import { ConfigError } from '../errors.js'
import { library } from '../library.js'
import type { Log } from '../log.js'
import type { Clock } from '../protocol/clock.js'
import type { State } from '../protocol/state.js'

export interface CronOptions {
  /** Tells jobs with the same pattern apart, in the log and for `missed`. Default: the pattern. */
  readonly name?: string
  /** The time zone of the pattern, such as `Asia/Shanghai`. Default: that of the machine. */
  readonly tz?: string
  /** Up to so many milliseconds later, at random, so that not everything happens at once. Default 0. */
  readonly jitterMs?: number
  /** `run`: what was due while the bot did not run is made up for at the start, once. Default `skip`. */
  readonly missed?: 'skip' | 'run'
  /** The account that acts; the job waits for it. Default: any, the job waits for the first that is online. */
  readonly from?: number
  /** Milliseconds that a job waits for its account; then it is left out. Default 300 000. */
  readonly waitMs?: number
}

/** One time of a job. */
export interface Due {
  /** When it was due. */
  readonly at: Date
  /** Aborts when the job is removed. */
  readonly signal: AbortSignal
}

export interface ScheduleOptions {
  readonly state: State
  readonly log: Log
  readonly clock: Clock
  /** From 0 to 1. Default `Math.random`. */
  readonly random?: () => number
}

interface Job {
  /** Names it in the log and in the state. */
  readonly key: string
  readonly cron: Cron
  readonly options: CronOptions
  readonly run: (due: Due) => Promise<void>
  readonly end: AbortController
  /** Stops its timer. */
  stop: () => void
  isRunning: boolean
}

export const defaultWaitMs = 300_000

/** A timer that fires later than this has slept with the machine: the time is over. */
const toleranceMs = 60_000

/** Jobs that run at the times of a pattern, each once at a time. */
export class Schedule {
  readonly #state: State
  readonly #log: Log
  readonly #clock: Clock
  readonly #random: () => number
  readonly #ends = new Set<() => void>()

  constructor({ state, log, clock, random = Math.random }: ScheduleOptions) {
    this.#state = state
    this.#log = log
    this.#clock = clock
    this.#random = random
  }

  /** `run` must not reject. Returns what stops it. Throws `ConfigError` for a pattern that is none. */
  add(owner: string, pattern: string, options: CronOptions, run: Job['run']): () => void {
    const cron = toCron(pattern, options.tz)
    const key = `cron:${encodeURIComponent(owner)}:${options.name ?? pattern}`
    const job: Job = {
      key,
      cron,
      options,
      run,
      end: new AbortController(),
      stop: () => {},
      isRunning: false,
    }
    this.#wait(job, this.#clock.now())
    if (options.missed === 'run') void this.#makeUp(job)
    const end = (): void => {
      this.#ends.delete(end)
      job.stop()
      job.end.abort(new Error(`the job ${pattern} has ended`))
    }
    this.#ends.add(end)
    return end
  }

  /** Ends every job. */
  close(): void {
    for (const end of [...this.#ends]) end()
  }

  /** Until the next time after `from`. */
  #wait(job: Job, from: number): void {
    const next = job.cron.nextRun(new Date(from))
    if (next === null) return
    const due = next.getTime() + this.#random() * (job.options.jitterMs ?? 0)
    job.stop = this.#clock.after(due - this.#clock.now(), () => {
      this.#wait(job, Math.max(next.getTime(), this.#clock.now()))
      const isOver = this.#clock.now() - due > toleranceMs
      if (isOver && job.options.missed !== 'run') {
        this.#log.warn({ job: job.key, at: next }, 'a scheduled job is left out: its time is over')
        return
      }
      void this.#run(job, next)
    })
  }

  async #makeUp(job: Job): Promise<void> {
    try {
      const last = await this.#state.get(job.key)
      if (typeof last !== 'number') await this.#state.set(job.key, this.#clock.now())
      const missed = typeof last === 'number' ? job.cron.nextRun(new Date(last)) : null
      if (missed !== null && missed.getTime() <= this.#clock.now()) await this.#run(job, missed)
    } catch (err) {
      this.#log.error({ err, job: job.key }, 'what a scheduled job has missed cannot be found out')
    }
  }

  async #run(job: Job, at: Date): Promise<void> {
    if (job.end.signal.aborted) return
    if (job.isRunning) {
      this.#log.warn({ job: job.key, at }, 'a scheduled job is left out: the one before still runs')
      return
    }
    job.isRunning = true
    try {
      await job.run({ at, signal: job.end.signal })
      if (job.options.missed === 'run') await this.#state.set(job.key, this.#clock.now())
    } catch (err) {
      this.#log.error({ err, job: job.key }, 'that a scheduled job has run cannot be kept')
    } finally {
      job.isRunning = false
    }
  }
}

const toCron = (pattern: string, tz: string | undefined): Cron => {
  const { Cron } = library('croner') as typeof import('croner')
  try {
    const cron = new Cron(pattern, { paused: true, ...(tz === undefined ? {} : { timezone: tz }) })
    cron.nextRun()
    return cron
  } catch (cause) {
    throw new ConfigError(`bot.cron('${pattern}')`, [(cause as Error).message], { cause })
  }
}
