import { JournalError } from '../errors.js'
import type { CountingLog } from '../log.js'
import type { JournalPlace } from '../protocol/delivery.js'
import type { Answered, Arrival, EntryState, Journal, JournalSize } from '../protocol/journal.js'
import { andThen, either, type NowOrLater } from '../protocol/now-or-later.js'
import { settlesWithin } from '../protocol/settles-within.js'
import type { State } from '../protocol/state.js'
import type { JournalOptions } from './journal-options.js'
import { MemoryJournal } from './memory-journal.js'
import { MemoryState } from './memory-state.js'
import { Redelivery, type RedeliveryOptions } from './redelivery.js'
import { explain, SqliteFile } from './sqlite-file.js'
import { SqliteJournal } from './sqlite-journal.js'
import { SqliteState } from './sqlite-state.js'

export const defaultKeepDays = 7
export const defaultMaxBytes = 1024 ** 3
export const defaultRedeliverWithinMs = 10 * 60_000

const dayMs = 24 * 60 * 60_000

/** How long the first delivery waits for the handlers of what was left unfinished to begin. */
const takeOverMs = 2000

export interface Heir extends Pick<RedeliveryOptions, 'enter' | 'isReachable'> {
  /** Is told of what came before, the oldest first: what came since then, and at most so much. */
  readonly remember: (arrival: Arrival) => void
  readonly since: number
  readonly atMost: number
}

interface Opened {
  readonly journal: Journal
  readonly state: State
}

const open = (options: JournalOptions, now: () => number, converting: () => void): Opened => {
  const { file: path = '', durability = 'process', keepDays = defaultKeepDays } = options
  if (path === '') return { journal: new MemoryJournal(now), state: new MemoryState(now) }
  const retention = { keepMs: keepDays * dayMs, maxBytes: options.maxBytes ?? defaultMaxBytes }
  const file = new SqliteFile({ file: path, durability, converting })
  return { journal: new SqliteJournal(file, now, retention), state: new SqliteState(file, now) }
}

/** Keeps the journal, and the bot going where there is none. */
export class JournalKeeper {
  readonly #options: JournalOptions
  readonly #say: CountingLog
  readonly #now: () => number
  #isOpened = false
  #isWritable = true
  #journal: Journal | undefined
  #state: State
  #redelivery: Redelivery | undefined
  /** `undefined`: what the last process left has been handed over. */
  #takingOver: Promise<void> | undefined

  constructor(options: JournalOptions, say: CountingLog, now: () => number) {
    this.#options = options
    this.#say = say
    this.#now = now
    this.#state = new MemoryState(now)
  }

  /** In the file of the journal, in memory where there is none. Opens it when it is first used. */
  readonly state: State = {
    get: (key) => this.#opened().get(key),
    set: (key, value, ttlMs) => this.#opened().set(key, value, ttlMs),
    add: (key, value, ttlMs) => this.#opened().add(key, value, ttlMs),
    delete: (key) => this.#opened().delete(key),
    keys: (prefix) => this.#opened().keys(prefix),
  }

  /** So that whoever knocks does not wait for it. It opens by itself when it is first used. */
  open(): void {
    this.#opened()
  }

  /** Hands over what the last process knew: what it has seen, and what it has not finished. */
  takeOver(heir: Heir): Promise<void> {
    this.#opened()
    try {
      for (const arrival of this.#journal?.since(heir.since, heir.atMost) ?? []) heir.remember(arrival)
    } catch (error) {
      this.#tell(error)
    }
    this.#takingOver = this.#redeliver(heir).then(() => {
      this.#takingOver = undefined
    })
    return this.#takingOver
  }

  /** Whether the last thing that was to be written down has been. */
  get isWritable(): boolean {
    return this.#isWritable
  }

  /** `undefined`: it could not be opened, or cannot be read. */
  async size(): Promise<JournalSize | undefined> {
    this.#opened()
    try {
      return await this.#journal?.size()
    } catch (error) {
      this.#tell(error)
      return undefined
    }
  }

  /** What came last, the oldest first. */
  lately(limit: number): Iterable<Arrival> {
    this.#opened()
    return this.#journal?.since(0, limit) ?? []
  }

  /** `undefined`: it goes on without a place. Fails with a `JournalError` where it must not. */
  append(arrival: Arrival): NowOrLater<JournalPlace | undefined> {
    return andThen(this.#takingOver, () =>
      either(
        () => this.#append(arrival),
        (id) => {
          this.#isWritable = true
          return { id, at: arrival.at }
        },
        (cause) => this.#goWithout(cause),
      ),
    )
  }

  #append(arrival: Arrival): NowOrLater<number> {
    if (this.#journal === undefined) throw new JournalError('it was not opened')
    return this.#journal.append(arrival)
  }

  #goWithout(cause: unknown): undefined {
    this.#tell(cause)
    if (this.#options.onFailure === 'refuse') throw new JournalError(explain(cause), { cause })
  }

  /** Never fails. */
  mark(id: number, answered: Answered): NowOrLater<void> {
    return either(
      () => this.#journal?.mark(id, answered),
      () => {
        this.#isWritable = true
      },
      (error) => this.#tell(error),
    )
  }

  /** Nobody is going to handle it any more. Never rejects. */
  async bury(id: number, reason: string): Promise<void> {
    try {
      await this.#journal?.bury(id, reason)
    } catch (error) {
      this.#tell(error)
    }
  }

  /** How an entry stands; `undefined`: it is not there, or cannot be read. */
  async stateOf(id: number): Promise<EntryState | undefined> {
    try {
      return (await this.#journal?.get(id))?.state
    } catch (error) {
      this.#tell(error)
      return undefined
    }
  }

  /** Begins nothing more of what was left unfinished. */
  stop(): void {
    this.#redelivery?.stop()
  }

  async close(): Promise<void> {
    this.stop()
    const journal = this.#journal
    this.#journal = undefined
    await journal?.close()
  }

  #opened(): State {
    if (this.#isOpened) return this.#state
    this.#isOpened = true
    try {
      const { journal, state } = open(this.#options, this.#now, () => this.#tellConversion())
      this.#journal = journal
      this.#state = state
    } catch (error) {
      this.#tell(error)
    }
    return this.#state
  }

  async #redeliver({ enter, isReachable }: Heir): Promise<void> {
    const journal = this.#journal
    if (journal === undefined) return
    const withinMs = this.#options.redeliverWithinMs ?? defaultRedeliverWithinMs
    const [say, now] = [this.#say, this.#now]
    this.#redelivery = new Redelivery({ journal, enter, isReachable, withinMs, say, now })
    await settlesWithin(this.#redelivery.start(), takeOverMs)
  }

  #tellConversion(): void {
    this.#say.say({
      key: 'journal conversion',
      level: 'info',
      fields: { file: this.#options.file },
      message:
        'the journal was written by an earlier catflap and is brought up to date; a large one takes a while',
    })
  }

  #tell(err: unknown): void {
    this.#isWritable = false
    const then =
      this.#options.onFailure === 'refuse'
        ? 'deliveries are refused with 503'
        : 'the bot goes on without it, and what is lost in a crash stays lost'
    this.#say.say({
      key: 'journal',
      level: 'error',
      fields: { err },
      message: `the journal cannot be used: ${explain(err)}; ${then} ("journal.onFailure")`,
    })
  }
}
