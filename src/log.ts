import { pino, stdTimeFunctions } from 'pino'

/** Where log lines go: fields first, then the sentence. A pino logger is one. */
export interface Log {
  /** Whether lines of a level go anywhere. Missing: they do. What is asked for every event is not even put together otherwise. */
  isLevelEnabled?(level: string): boolean
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

/** Whether what happens to every event is told. */
export const isTelling = (log: Log): boolean => log.isLevelEnabled?.('debug') ?? true

/** JSON lines on standard error, or through `stream`. */
export const createLog = (level: LogLevel = 'info', stream?: LogStream): Log =>
  pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime },
    stream ?? pino.destination({ dest: 2, sync: true }),
  )

/** For people at a terminal. Its library is loaded only here. */
export const createPrettyLog = async (level: LogLevel = 'info'): Promise<Log> => {
  const { default: pretty } = await import('pino-pretty')
  return createLog(
    level,
    pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  )
}

type Level = 'debug' | 'info' | 'warn' | 'error'

/** A thing to say. */
export interface Remark {
  /** What counts as the same thing. */
  readonly key: string
  /** What makes it another one all the same: a path, an account. Only the first few of a key count. */
  readonly detail?: string | undefined
  readonly level: Level
  readonly fields: object
  readonly message: string
}

interface Tally {
  remark: Remark
  repeats: number
  saidAt: number
}

/** A sentence is repeated at most once in this time, with the number of times it was left out. */
const quietMs = 60_000
/** Different sentences remembered; the oldest are forgotten first. */
const maxTallies = 1000
/** Details of one key that are told apart: somebody may make up as many as he likes. */
const maxDetails = 20

/** Says a thing once and counts its repetitions, so that a flood of one cause is a few lines. */
export class CountingLog {
  readonly #log: Log
  readonly #now: () => number
  readonly #tallies = new Map<string, Tally>()
  readonly #details = new Map<string, number>()

  constructor(log: Log, now: () => number = Date.now) {
    this.#log = log
    this.#now = now
  }

  say(remark: Remark): void {
    const tally = this.#tallies.get(idOf(remark)) ?? this.#crowded(remark)
    if (tally === undefined) {
      this.#remember(remark)
      this.#log[remark.level](remark.fields, remark.message)
      return
    }
    tally.remark = remark
    tally.repeats += 1
    if (this.#now() - tally.saidAt >= quietMs) this.#sayRepeats(tally)
  }

  /** Says the counts that were not said yet. */
  flush(): void {
    for (const tally of this.#tallies.values()) this.#sayRepeats(tally)
  }

  /** Where a key has too many details, a new one counts as the first of them. */
  #crowded({ key }: Remark): Tally | undefined {
    if ((this.#details.get(key) ?? 0) < maxDetails) return undefined
    for (const tally of this.#tallies.values()) if (tally.remark.key === key) return tally
    return undefined
  }

  #remember(remark: Remark): void {
    for (const [id, tally] of this.#tallies) {
      if (this.#tallies.size < maxTallies) break
      this.#sayRepeats(tally)
      this.#tallies.delete(id)
      this.#count(tally.remark.key, -1)
    }
    this.#tallies.set(idOf(remark), { remark, repeats: 0, saidAt: this.#now() })
    this.#count(remark.key, 1)
  }

  #count(key: string, change: 1 | -1): void {
    const left = (this.#details.get(key) ?? 0) + change
    if (left === 0) this.#details.delete(key)
    else this.#details.set(key, left)
  }

  #sayRepeats(tally: Tally): void {
    if (tally.repeats === 0) return
    const { level, fields, message } = tally.remark
    this.#log[level]({ ...fields, repeats: tally.repeats }, `${tally.repeats} more times: ${message}`)
    tally.repeats = 0
    tally.saidAt = this.#now()
  }
}

const idOf = ({ key, detail = '' }: Remark): string => `${key} ${detail}`
