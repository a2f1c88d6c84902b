import {
  type Answered,
  type Arrival,
  type Entry,
  type EntryQuery,
  type EntryState,
  isDone,
  type Journal,
  type JournalSize,
} from '../protocol/journal.js'

/** `answered` as JSON, so that what is kept cannot be changed from outside, as with a file. */
type Kept = Omit<Entry, 'answered'> & { readonly json?: string }

/** A journal that ends with the process: the last deliveries, for whoever looks. */
export class MemoryJournal implements Journal {
  readonly #entries = new Map<number, Kept>()
  readonly #now: () => number
  readonly #limit: number
  #lastId = 0

  constructor(now: () => number = Date.now, limit = 1000) {
    this.#now = now
    this.#limit = limit
  }

  async append(arrival: Arrival): Promise<number> {
    this.#lastId += 1
    const id = this.#lastId
    this.#entries.set(id, { ...arrival, id, state: 'open', redeliveries: 0, dueAt: arrival.at })
    this.#entries.delete(id - this.#limit)
    return id
  }

  async mark(id: number, answered: Answered): Promise<void> {
    const json = JSON.stringify(answered)
    this.#change(id, isDone(answered) ? { json, state: 'done', doneAt: this.#now() } : { json })
  }

  async redelivering(id: number): Promise<void> {
    const redeliveries = (this.#entries.get(id)?.redeliveries ?? 0) + 1
    this.#change(id, { redeliveries, state: 'open' })
  }

  async bury(id: number, reason: string): Promise<void> {
    this.#change(id, { state: 'dead', reason })
  }

  async retry(id: number): Promise<boolean> {
    if (this.#entries.get(id)?.state !== 'dead') return false
    this.#change(id, { state: 'retry', redeliveries: 0, dueAt: this.#now() })
    return true
  }

  async get(id: number): Promise<Entry | undefined> {
    const kept = this.#entries.get(id)
    return kept && toEntry(kept)
  }

  async ofEvent(eventId: string): Promise<Entry | undefined> {
    const kept = [...this.#entries.values()].find((entry) => entry.eventId === eventId)
    return kept && toEntry(kept)
  }

  async list({ states, limit = Number.POSITIVE_INFINITY }: EntryQuery = {}): Promise<readonly Entry[]> {
    const wanted = [...this.#entries.values()].filter(({ state }) => states?.includes(state) ?? true)
    return wanted.slice(Math.max(0, wanted.length - limit)).map(toEntry)
  }

  since(at: number, limit: number): Iterable<Entry> {
    const recent = [...this.#entries.values()].filter((entry) => entry.at >= at)
    return recent.slice(Math.max(0, recent.length - limit)).map(toEntry)
  }

  async size(): Promise<JournalSize> {
    const states = [...this.#entries.values()].map(({ state }) => state)
    const count = (wanted: EntryState): number => states.filter((state) => state === wanted).length
    const unfinished = { open: count('open'), dead: count('dead'), retry: count('retry') }
    return { deliveries: states.length, unfinished, bytes: 0 }
  }

  async prune(before: number): Promise<number> {
    const old = [...this.#entries.values()].filter(({ at, state }) => at < before && state !== 'open')
    for (const { id } of old) this.#entries.delete(id)
    return old.length
  }

  async close(): Promise<void> {
    this.#entries.clear()
  }

  #change(id: number, change: Partial<Kept>): void {
    const kept = this.#entries.get(id)
    if (kept !== undefined) this.#entries.set(id, { ...kept, ...change })
  }
}

const toEntry = ({ json, ...entry }: Kept): Entry => ({
  ...entry,
  ...(json === undefined ? {} : { answered: JSON.parse(json) as Answered }),
})
