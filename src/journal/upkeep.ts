import type { SqliteFile } from './sqlite-file.js'

export interface UpkeepOptions {
  /** Milliseconds that a delivery is kept. */
  readonly keepMs: number
  /** What the file may hold. */
  readonly maxBytes: number
}

/** Rows and pages of one slice: a few milliseconds of work. */
export const sliceRows = 200
const slicePages = 200
const looksPerSlice = 2000
const betweenSlicesMs = 20
const betweenLooksMs = 10_000

/**
 * Forgets what is too old or too much, and writes down what is still at work, so that whoever looks for it later need
 * not go through all that is done. In slices, between which events go by.
 */
export class Upkeep {
  readonly #file: SqliteFile
  readonly #now: () => number
  readonly #options: UpkeepOptions
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(file: SqliteFile, now: () => number, options: UpkeepOptions) {
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
    const hasMoreToSee = this.#lookOn()
    const hasForgotten = this.#forget()
    this.#file.db.exec(`PRAGMA incremental_vacuum(${slicePages})`)
    return hasMoreToSee || hasForgotten || this.#file.read('freelist_count') > slicePages
  }

  /** Whether there may be more. */
  #lookOn(): boolean {
    const { db } = this.#file
    const { upTo, last } = db
      .prepare('SELECT up_to AS upTo, (SELECT max(id) FROM deliveries) AS last FROM looked')
      .get() as { upTo: number; last: number | null }
    const next = Math.min(upTo + looksPerSlice, last ?? 0)
    if (next <= upTo) return false
    db.prepare(
      `INSERT INTO progress (id, state, redeliveries, due_at)
        SELECT id, 'open', 0, at FROM fresh WHERE id <= ?`,
    ).run(next)
    db.prepare('UPDATE looked SET up_to = ?').run(next)
    return next === upTo + looksPerSlice
  }

  #forget(): boolean {
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
    return changes > 0
  }
}
