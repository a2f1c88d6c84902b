import type { State } from '../protocol/state.js'

interface Entry {
  /** As JSON, so that what is kept cannot be changed from outside, as with a file. */
  readonly json: string
  /** Milliseconds; infinite: it stays. */
  readonly until: number
}

/** How many additions there are between two looks for what has run out. */
const sweepEvery = 1024

/** State that ends with the process. */
export class MemoryState implements State {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number
  #sinceSweep = 0

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  async get(key: string): Promise<unknown> {
    const entry = this.#live(key)
    return entry === undefined ? undefined : JSON.parse(entry.json)
  }

  async set(key: string, value: unknown, ttlMs = Number.POSITIVE_INFINITY): Promise<void> {
    const json = JSON.stringify(value)
    if (json === undefined) throw new TypeError(`the value of ${key} cannot be written as JSON`)
    this.#entries.set(key, { json, until: this.#now() + ttlMs })
    this.#sweep()
  }

  async add(key: string, value: unknown, ttlMs?: number): Promise<boolean> {
    if (this.#live(key) !== undefined) return false
    await this.set(key, value, ttlMs)
    return true
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key)
  }

  async keys(prefix: string): Promise<readonly string[]> {
    return [...this.#entries.keys()]
      .filter((key) => key.startsWith(prefix) && this.#live(key) !== undefined)
      .toSorted()
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || this.#now() < entry.until) return entry
    this.#entries.delete(key)
    return undefined
  }

  #sweep(): void {
    this.#sinceSweep += 1
    if (this.#sinceSweep < sweepEvery) return
    this.#sinceSweep = 0
    for (const key of this.#entries.keys()) this.#live(key)
  }
}
