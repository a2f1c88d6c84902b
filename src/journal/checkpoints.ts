import type AsyncDatabase from 'libsql/promise'
import { library } from '../library.js'

/** What is brought home together. */
const everyBytes = 4 * 1024 ** 2
/** The pages that a transaction touches, beside what is large in its rows. */
const bytesOfTransaction = 20 * 1024

/**
 * SQLite writes to a log beside the file, from which pages have to be brought home now and then. That waits for the
 * disk, 15 ms and more: here in a thread of the library's, while events go by.
 */
export class Checkpoints {
  readonly #file: string
  #db: AsyncDatabase | undefined
  #bytes = 0
  /** `undefined`: none is under way. */
  #running: Promise<void> | undefined

  constructor(file: string) {
    this.#file = file
  }

  /** What of the rows is large, in bytes. */
  weigh(bytes: number): void {
    this.#bytes += bytes
  }

  /** A transaction was written. */
  written(): void {
    this.#bytes += bytesOfTransaction
    if (this.#bytes < everyBytes || this.#running !== undefined) return
    this.#bytes = 0
    this.#running = this.#run().finally(() => {
      this.#running = undefined
    })
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.#running
    this.#db?.close()
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    try {
      this.#db ??= new (library('libsql/promise') as typeof AsyncDatabase)(this.#file, {})
      await this.#db.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // What has not come home is in the log, and whoever cannot write there is told so.
    }
  }
}
