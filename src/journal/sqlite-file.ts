import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type Database from 'libsql'
import { JournalError } from '../errors.js'
import { library } from '../library.js'
import { Checkpoints } from './checkpoints.js'
import type { Durability } from './journal-options.js'
import { isNew, migrate, stepsLeft } from './migrations.js'

export interface SqliteFileOptions {
  readonly file: string
  /** `power`: on the disk before anybody goes on. `process`: with the operating system. Default `process`. */
  readonly durability?: Durability
  /** Whether this process is the bot: there is one at a time. Default true. */
  readonly isOwner?: boolean
  /** Is told before a file from before is brought up to date, which takes as long as copying it. */
  readonly converting?: () => void
}

interface Job {
  readonly run: () => void
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** Writes in one transaction: nobody waits longer than for this many. */
const maxBatch = 100
/**
 * Pages in the log of writes, from which on it is brought home by whoever writes: it can begin anew only when nobody has
 * written meanwhile.
 */
const maxLogPages = 4000
/** Rows are added at the end: what lies before it is read once, if at all. */
const cacheKb = 400
/** Milliseconds that a write waits for another process, and everything else with it. */
const ownerPatienceMs = 50
const visitorPatienceMs = 5000

/** One file of SQLite. What is written at the same time is written together. */
export class SqliteFile {
  readonly db: Database.Database
  readonly #lock: Database.Database | undefined
  readonly #checkpoints: Checkpoints | undefined
  /** Who waits for a disk waits for what else comes in this turn of the loop. */
  readonly #soon: (commit: () => void) => unknown
  #waiting: Job[] = []
  #isCommitDue = false
  #isClosed = false
  #closing: Promise<void> | undefined

  /** Throws a `JournalError`. */
  constructor(options: SqliteFileOptions) {
    const { file, durability = 'process', isOwner = true } = options
    this.#soon = durability === 'power' ? setImmediate : queueMicrotask
    opening(file, () => mkdirSync(dirname(file), { recursive: true }))
    this.#lock = isOwner ? opening(file, () => lock(file)) : undefined
    try {
      this.db = opening(file, () => open(options))
      this.#checkpoints = isOwner ? new Checkpoints(file) : undefined
    } catch (error) {
      this.#lock?.close()
      throw error
    }
  }

  /** Resolves when what `run` has written is kept, together with all that is written at the same time. */
  write<Value>(run: () => Value): Promise<Value> {
    if (this.#isClosed) return Promise.reject(new JournalError('the journal is closed'))
    return new Promise((resolve, reject) => {
      let value: Value
      this.#waiting.push({
        run: () => {
          value = run()
        },
        done: () => resolve(value),
        failed: reject,
      })
      this.#commitSoon(this.#soon)
    })
  }

  /** What it takes on the disk, without pages that are free. */
  get bytes(): number {
    return (this.read('page_count') - this.read('freelist_count')) * this.read('page_size')
  }

  /** A number that SQLite knows of the file. */
  read(pragma: 'page_count' | 'freelist_count' | 'page_size'): number {
    const row = this.db.prepare(`PRAGMA ${pragma}`).get() as Readonly<Record<string, number>>
    return row[pragma] ?? 0
  }

  /** What of the rows is large, in bytes: what is written is brought home before it is too much. */
  weigh(bytes: number): void {
    this.#checkpoints?.weigh(bytes)
  }

  /** Writes what waits, then closes. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    while (this.#waiting.length > 0) this.#commit()
    this.#isClosed = true
    await this.#checkpoints?.close()
    // Leaves one file behind; where it cannot, the next one to close does. Who is a visitor keeps nobody from writing.
    const how = this.#lock === undefined ? 'PASSIVE' : 'TRUNCATE'
    attempt(() => this.db.exec(`PRAGMA wal_checkpoint(${how})`))
    this.db.close()
    this.#lock?.close()
  }

  #commitSoon(soon: (commit: () => void) => unknown): void {
    if (this.#isCommitDue) return
    this.#isCommitDue = true
    soon(() => {
      this.#isCommitDue = false
      if (this.#waiting.length > 0) this.#commit()
      // Others have their turn in between.
      if (this.#waiting.length > 0) this.#commitSoon(setImmediate)
    })
  }

  #commit(): void {
    const batch = this.#waiting.splice(0, maxBatch)
    try {
      // First and by itself: a statement of the library's that finds the file locked holds everything up until it is run again.
      this.db.exec('BEGIN IMMEDIATE')
      for (const { run } of batch) run()
      this.db.exec('COMMIT')
    } catch (error) {
      // Where the disk fails, SQLite has done it already.
      attempt(() => this.db.exec('ROLLBACK'))
      for (const { failed } of batch) failed(error)
      return
    }
    for (const { done } of batch) done()
    this.#checkpoints?.written()
  }
}

const attempt = (run: () => void): void => {
  try {
    run()
  } catch {}
}

/** The operating system takes the lock away from a process that ends, however it ends. */
const lock = (file: string): Database.Database => {
  const held = new (library('libsql') as typeof Database)(`${file}.lock`)
  try {
    held.exec('BEGIN EXCLUSIVE')
    return held
  } catch (error) {
    held.close()
    throw error
  }
}

const open = ({ file, durability, isOwner = true, converting }: SqliteFileOptions): Database.Database => {
  const timeout = isOwner ? ownerPatienceMs : visitorPatienceMs
  const db = new (library('libsql') as typeof Database)(file, { timeout })
  try {
    // Takes effect in a new file only, and before anything else is in it.
    db.exec('PRAGMA auto_vacuum = INCREMENTAL')
    db.exec('PRAGMA journal_mode = WAL')
    db.exec(`PRAGMA synchronous = ${durability === 'power' ? 'FULL' : 'NORMAL'}`)
    db.exec(`PRAGMA cache_size = -${cacheKb}`)
    if (isOwner) db.exec(`PRAGMA wal_autocheckpoint = ${maxLogPages}`)
    if (stepsLeft(db) > 0) bringUp(db, isOwner, converting)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Only for its owner: a bot of an earlier version that still runs would find nothing where it writes. */
const bringUp = (db: Database.Database, isOwner: boolean, converting: (() => void) | undefined): void => {
  if (!isNew(db)) {
    if (!isOwner)
      throw new JournalError(
        'the journal was written by an earlier catflap; restart the bot, which brings it up to date',
      )
    converting?.()
  }
  migrate(db)
}

const reasons: Readonly<Record<string, string>> = {
  SQLITE_BUSY: 'another process has it open; is the bot running twice?',
  SQLITE_NOTADB: 'it is no journal, or damaged; move it away, and a new one is made',
  SQLITE_CORRUPT: 'it is damaged; move it away, and a new one is made',
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'it cannot be written to; whose file is it?',
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const opening = <Value>(file: string, run: () => Value): Value => {
  try {
    return run()
  } catch (cause) {
    throw cause instanceof JournalError ? cause : new JournalError(`${file}: ${explain(cause)}`, { cause })
  }
}

/** Whether it is another process that has the journal. */
export const isTaken = (error: unknown): boolean =>
  error instanceof JournalError && codeOf(error.cause).startsWith('SQLITE_BUSY')

/** What is wrong with a journal, for people. */
export const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const code = codeOf(error)
  const reason = Object.entries(reasons).find(([key]) => code.startsWith(key))?.[1]
  return reason === undefined ? error.message : `${reason} (${code})`
}
