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

interface Kept {
  readonly id: number
  readonly arrival: Arrival
  state: EntryState
  redeliveries: number
  dueAt: number
  answered?: Answered
  doneAt?: number
  reason?: string
}

/**
 * What is kept of all that is done. It dies before the memory is cleaned the second time: what outlives that is
 * moved, and makes a busy process half as large again.
 */
const maxDone = 200
/** Bytes of all bodies, as long as what is done can make room. */
const maxBodies = 1024 ** 2

/** A journal that ends with the process: the last deliveries, for whoever looks, and what is not done. */
export class MemoryJournal implements Journal {
  /** In a ring: the place of an entry is its number modulo the limit. */
  readonly #entries: (Kept | undefined)[] = []
  readonly #now: () => number
  readonly #limit: number
  #lastId = 0
  /** What came before it is kept until it is done. */
  #oldest = 1
  #bodies = 0

  constructor(now: () => number = Date.now, limit = 1000) {
    this.#now = now
    this.#limit = limit
  }

  append(arrival: Arrival): number {
    this.#lastId += 1
    const id = this.#lastId
    const overwritten = this.#entries[id % this.#limit]
    if (overwritten !== undefined) this.#forget(overwritten)
    this.#entries[id % this.#limit] = { id, arrival, state: 'open', redeliveries: 0, dueAt: arrival.at }
    this.#bodies += arrival.bytes.length
    this.#makeRoom()
    return id
  }

  mark(id: number, answered: Answered): void {
    const kept = this.#at(id)
    if (kept === undefined) return
    // How a call stands is changed in place.
    const { calls } = answered
    kept.answered = calls.length === 0 ? answered : { ...answered, calls: calls.map((call) => ({ ...call })) }
    if (!isDone(answered)) return
    kept.state = 'done'
    kept.doneAt = this.#now()
    if (id < this.#oldest) this.#forget(kept)
  }

  async redelivering(id: number): Promise<void> {
    const kept = this.#at(id)
    if (kept === undefined) return
    kept.redeliveries += 1
    kept.state = 'open'
  }

  async bury(id: number, reason: string): Promise<void> {
    const kept = this.#at(id)
    if (kept === undefined) return
    kept.state = 'dead'
    kept.reason = reason
  }

  async retry(id: number): Promise<boolean> {
    const kept = this.#at(id)
    if (kept?.state !== 'dead') return false
    kept.state = 'retry'
    kept.redeliveries = 0
    kept.dueAt = this.#now()
    return true
  }

  async get(id: number): Promise<Entry | undefined> {
    const kept = this.#at(id)
    return kept && toEntry(kept)
  }

  async ofEvent(eventId: string): Promise<Entry | undefined> {
    const kept = this.#inOrder().find(({ arrival }) => arrival.eventId === eventId)
    return kept && toEntry(kept)
  }

  async list({ states, limit = Number.POSITIVE_INFINITY }: EntryQuery = {}): Promise<readonly Entry[]> {
    const wanted = this.#inOrder().filter(({ state }) => states?.includes(state) ?? true)
    return wanted.slice(Math.max(0, wanted.length - limit)).map(toEntry)
  }

  since(at: number, limit: number): Iterable<Entry> {
    const recent = this.#inOrder().filter(({ arrival }) => arrival.at >= at)
    return recent.slice(Math.max(0, recent.length - limit)).map(toEntry)
  }

  async size(): Promise<JournalSize> {
    const states = this.#inOrder().map(({ state }) => state)
    const count = (wanted: EntryState): number => states.filter((state) => state === wanted).length
    const unfinished = { open: count('open'), dead: count('dead'), retry: count('retry') }
    return { deliveries: states.length, unfinished, bytes: 0 }
  }

  async prune(before: number): Promise<number> {
    const old = this.#inOrder().filter(({ arrival, state }) => arrival.at < before && state !== 'open')
    for (const kept of old) this.#forget(kept)
    return old.length
  }

  async close(): Promise<void> {
    this.#entries.length = 0
    this.#bodies = 0
  }

  #makeRoom(): void {
    while (
      this.#oldest <= this.#lastId - maxDone ||
      (this.#bodies > maxBodies && this.#oldest < this.#lastId)
    ) {
      const old = this.#at(this.#oldest)
      if (old?.state === 'done') this.#forget(old)
      this.#oldest += 1
    }
  }

  #forget({ id, arrival }: Kept): void {
    this.#entries[id % this.#limit] = undefined
    this.#bodies -= arrival.bytes.length
  }

  #at(id: number): Kept | undefined {
    const kept = this.#entries[id % this.#limit]
    return kept?.id === id ? kept : undefined
  }

  #inOrder(): readonly Kept[] {
    return this.#entries.filter((kept) => kept !== undefined).sort((one, other) => one.id - other.id)
  }
}

/** A copy, so that what is kept cannot be changed from outside, as with a file. */
const toEntry = ({ arrival, answered, ...kept }: Kept): Entry => ({
  at: arrival.at,
  ...(arrival.eventId === undefined ? {} : { eventId: arrival.eventId }),
  endpoint: arrival.endpoint,
  selfId: arrival.selfId,
  name: arrival.name,
  headers: arrival.headers,
  bytes: arrival.bytes,
  ...kept,
  ...(answered === undefined ? {} : { answered: JSON.parse(JSON.stringify(answered)) as Answered }),
})
