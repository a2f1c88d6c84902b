import type { SqliteFile } from './sqlite-file.js'

export interface RetentionOptions {
  /** Milliseconds that a delivery is kept. */
  readonly keepMs: number
  /** What the file may hold. */
  readonly maxBytes: number
}

/** Rows and pages of one slice: a few milliseconds of work. */
export const sliceRows = 200
const slicePages = 200
const betweenSlicesMs = 20
const betweenLooksMs = 10_000

/** Forgets what is too old or too much, in slices between which events go by. */
export class Retention {
  readonly #file: SqliteFile
  readonly #now: () => number
  readonly #options: RetentionOptions
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(file: SqliteFile, now: () => number, options: RetentionOptions) {
    this.#file = file
    this.#now = now
    this.#options = options
    this.#lookIn(betweenLooksMs)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  #lookIn(ms: number): void {
    if (this.#isStopped) return
    this.#timer = setTimeout(() => {
      // Whatever keeps a slice from being written keeps deliveries from it too, and is told there.
      this.#file
        .write(() => this.#slice())
        .then(
          (hasMore) => this.#lookIn(hasMore ? betweenSlicesMs : betweenLooksMs),
          () => this.#lookIn(betweenLooksMs),
        )
    }, ms).unref()
  }

  /** Whether there may be more. */
  #slice(): boolean {
    const { keepMs, maxBytes } = this.#options
    const now = this.#now()
    const before = this.#file.bytes > maxBytes ? Number.MAX_SAFE_INTEGER : now - keepMs
    const { db } = this.#file
    const oldest = `SELECT id, at, state FROM entries ORDER BY id LIMIT ${sliceRows}`
    const { changes } = db
      .prepare(
        `DELETE FROM deliveries WHERE id IN (SELECT id FROM (${oldest}) WHERE at < ? AND state <> 'open')`,
      )
      .run(before)
    db.prepare(
      `DELETE FROM state WHERE key IN (SELECT key FROM state WHERE until <= ? LIMIT ${sliceRows})`,
    ).run(now)
    db.exec(`PRAGMA incremental_vacuum(${slicePages})`)
    return changes > 0 || this.#file.read('freelist_count') > slicePages
  }
}
