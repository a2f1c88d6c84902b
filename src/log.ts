import { pino, stdTimeFunctions } from 'pino'

/** Where log lines go: fields first, then the sentence. A pino logger is one. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Takes each line of a log as JSON, with its newline. */
export interface LogStream {
  write(line: string): void
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** JSON lines on standard error, or through `stream`. */
export const createLog = (
  level: LogLevel = 'info',
  stream: LogStream = pino.destination({ dest: 2, sync: true }),
): Log => pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, stream)

/** For people at a terminal. Its library is loaded only here. */
export const createPrettyLog = async (level: LogLevel = 'info'): Promise<Log> => {
  const { default: pretty } = await import('pino-pretty')
  return createLog(
    level,
    pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  )
}

type Level = keyof Log

interface Tally {
  level: Level
  fields: object
  message: string
  repeats: number
  saidAt: number
}

/** A sentence is repeated at most once in this time, with the number of times it was left out. */
const quietMs = 60_000
/** Different sentences remembered; the oldest are forgotten first. */
const maxTallies = 1000

/** Says a thing once and counts its repetitions, so that a flood of one cause is a few lines. */
export class CountingLog {
  readonly #log: Log
  readonly #now: () => number
  readonly #tallies = new Map<string, Tally>()

  constructor(log: Log, now: () => number = Date.now) {
    this.#log = log
    this.#now = now
  }

  /** `key` says what counts as the same thing. */
  say(key: string, level: Level, fields: object, message: string): void {
    const tally = this.#tallies.get(key)
    if (tally === undefined) {
      this.#remember(key, { level, fields, message, repeats: 0, saidAt: this.#now() })
      this.#log[level](fields, message)
      return
    }
    tally.repeats += 1
    if (this.#now() - tally.saidAt >= quietMs) this.#sayRepeats(tally)
  }

  /** Says the counts that were not said yet. */
  flush(): void {
    for (const tally of this.#tallies.values()) this.#sayRepeats(tally)
  }

  #remember(key: string, tally: Tally): void {
    const oldest = this.#tallies.size < maxTallies ? undefined : this.#tallies.entries().next().value
    if (oldest !== undefined) {
      this.#sayRepeats(oldest[1])
      this.#tallies.delete(oldest[0])
    }
    this.#tallies.set(key, tally)
  }

  #sayRepeats(tally: Tally): void {
    if (tally.repeats === 0) return
    this.#log[tally.level](
      { ...tally.fields, repeats: tally.repeats },
      `${tally.repeats} more times: ${tally.message}`,
    )
    tally.repeats = 0
    tally.saidAt = this.#now()
  }
}
