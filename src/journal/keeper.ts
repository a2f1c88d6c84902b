import { JournalError } from '../errors.js'
import type { CountingLog } from '../log.js'
import type { Clock } from '../protocol/clock.js'
import type { JournalPlace } from '../protocol/delivery.js'
import type { Answered, Arrival, EntryState, Journal, JournalSize } from '../protocol/journal.js'
import { andThen, either, isLater, type NowOrLater } from '../protocol/now-or-later.js'
import { settlesWithin } from '../protocol/settles-within.js'
import type { State } from '../protocol/state.js'
import type { JournalOptions } from './journal-options.js'
import { MemoryJournal } from './memory-journal.js'
import { MemoryState } from './memory-state.js'
import { Redelivery, type RedeliveryOptions } from './redelivery.js'
import { explain, isTaken, SqliteFile } from './sqlite-file.js'
import { SqliteJournal } from './sqlite-journal.js'
import { SqliteState } from './sqlite-state.js'

export const defaultKeepDays = 7
export const defaultMaxBytes = 1024 ** 3
export const defaultRedeliverWithinMs = 10 * 60_000

const dayMs = 24 * 60 * 60_000

/** How long the first delivery waits for the handlers of what was left unfinished to begin. */
const takeOverMs = 2000

/** How often to look whether whoever was asked for the file has let it go, and how long. */
const lookEveryMs = 50
const maxLooks = 600

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
  readonly #clock: Clock
  #isWritable = true
  #isClosed = false
  #journal: Journal | undefined
  /** `undefined`: it has not been opened. */
  #state: NowOrLater<State> | undefined
  #redelivery: Redelivery | undefined
  /** `undefined`: what the last process left has been handed over. */
  #takingOver: Promise<void> | undefined
  #tookOver = (): void => {}

  constructor(options: JournalOptions, say: CountingLog, clock: Clock) {
    this.#options = options
    this.#say = say
    this.#clock = clock
  }

  /** In the file of the journal, in memory where there is none. Opens it when it is first used. */
  readonly state: State = {
    get: (key) => this.#inState((state) => state.get(key)),
    set: (key, value, ttlMs) => this.#inState((state) => state.set(key, value, ttlMs)),
    add: (key, value, ttlMs) => this.#inState((state) => state.add(key, value, ttlMs)),
    delete: (key) => this.#inState((state) => state.delete(key)),
    keys: (prefix) => this.#inState((state) => state.keys(prefix)),
  }

  /**
   * So that whoever knocks does not wait for it; it opens by itself when it is first used. From now on deliveries wait
   * for `takeOver`: they would be taken for something that was left unfinished. Never fails.
   */
  open(): NowOrLater<void> {
    this.#takingOver = new Promise((resolve) => {
      this.#tookOver = resolve
    })
    return andThen(this.#opened(false), () => {})
  }

  /** Hands over what the last process knew: what it has seen, and what it has not finished. */
  async takeOver(heir: Heir): Promise<void> {
    try {
      for (const arrival of this.#journal?.since(heir.since, heir.atMost) ?? []) heir.remember(arrival)
    } catch (error) {
      this.#tell(error)
    }
    await this.#redeliver(heir)
    this.#takingOver = undefined
    this.#tookOver()
  }

  /** Whether the last thing that was to be written down has been. */
  get isWritable(): boolean {
    return this.#isWritable
  }

  /** `undefined`: it could not be opened, or cannot be read. */
  async size(): Promise<JournalSize | undefined> {
    try {
      await this.#opened()
      return await this.#journal?.size()
    } catch (error) {
      this.#tell(error)
      return undefined
    }
  }

  /** What came last, the oldest first. */
  lately(limit: number): Iterable<Arrival> {
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
    this.#isClosed = true
    this.stop()
    const journal = this.#journal
    this.#journal = undefined
    await journal?.close()
  }

  #inState<Value>(work: (state: State) => Promise<Value>): Promise<Value> {
    const state = this.#opened()
    return isLater(state) ? state.then(work) : work(state)
  }

  /** Who is going to listen claims nothing: that he does tells enough. */
  #opened(claims = true): NowOrLater<State> {
    this.#state ??= this.#open(claims)
    return this.#state
  }

  #open(claims: boolean): NowOrLater<State> {
    try {
      return this.#take()
    } catch (error) {
      const { claim } = this.#options
      if (claim === undefined || !isTaken(error)) return this.#without(error)
      if (claims) claim()
      return this.#whenFree(error)
    }
  }

  #take(): State {
    const { journal, state } = open(this.#options, this.#clock.now, () => this.#tellConversion())
    this.#journal = journal
    return state
  }

  #without(error: unknown): State {
    this.#tell(error)
    return new MemoryState(this.#clock.now)
  }

  async #whenFree(taken: unknown): Promise<State> {
    for (let look = 0; look < maxLooks; look += 1) {
      await new Promise<void>((resolve) => void this.#clock.after(lookEveryMs, resolve, true))
      if (this.#isClosed) return new MemoryState(this.#clock.now)
      try {
        this.#state = this.#take()
        return this.#state
      } catch (error) {
        if (!isTaken(error)) return this.#without(error)
      }
    }
    return this.#without(taken)
  }

  async #redeliver({ enter, isReachable }: Heir): Promise<void> {
    const journal = this.#journal
    if (journal === undefined) return
    const withinMs = this.#options.redeliverWithinMs ?? defaultRedeliverWithinMs
    const [say, { now }] = [this.#say, this.#clock]
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
