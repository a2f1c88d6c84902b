export type Durability = 'process' | 'power'

/** Where and for how long deliveries are kept. */
export interface JournalOptions {
  /** The file. Default: none, and the last deliveries are kept in memory. */
  readonly file?: string
  /** What it outlives: the end of the process, or that of the machine. Default `process`. */
  readonly durability?: Durability
  /** Days that a delivery is kept. Default 7. */
  readonly keepDays?: number
  /** What the file may hold; beyond it the oldest deliveries are forgotten. Default 1 GiB. */
  readonly maxBytes?: number
  /** Milliseconds after which an unfinished delivery is not handled any more, only listed. Default 600 000. */
  readonly redeliverWithinMs?: number
  /** When it cannot be written: answer all the same, or refuse deliveries with 503. Default `answer`. */
  readonly onFailure?: 'answer' | 'refuse'
  /**
   * With it, a file that another process has is waited for, at most 30 seconds. It is called where a plugin needs the
   * file before the bot listens, and asks that process to let it go. Default: the bot goes on without the file.
   */
  readonly claim?: () => void
}
