import type AsyncDatabase from 'libsql/promise'
import { library } from '../library.js'

/** Transactions whose pages are brought home together: about 4 MB. */
const everyTransactions = 200

/**
 * SQLite writes to a log beside the file, from which pages have to be brought home now and then. That waits for the
 * disk, 15 ms and more: here in a thread of the library's, while events go by.
 */
export class Checkpoints {
  readonly #file: string
  #db: AsyncDatabase | undefined
  #transactions = 0
  /** `undefined`: none is under way. */
  #running: Promise<void> | undefined

  constructor(file: string) {
    this.#file = file
  }

  /** A transaction was written. */
  written(): void {
    this.#transactions += 1
    if (this.#transactions < everyTransactions || this.#running !== undefined) return
    this.#transactions = 0
    this.#running = this.#run()
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.#running
    this.#db?.close()
  }

  async #run(): Promise<void> {
    try {
      this.#db ??= new (library('libsql/promise') as typeof AsyncDatabase)(this.#file, {})
      await this.#db.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // What has not come home is in the log, and whoever cannot write there is told so.
    } finally {
      this.#running = undefined
    }
  }
}
