interface Kept<Value> {
  value: Value
  /** In which generation it was last used. */
  usedIn: number
}

/**
 * A map that keeps at least the last `limit` entries that were used, and at most twice as many. In generations of so
 * many: to take the oldest entry out of a `Map` again and again means to walk over all the holes before it, and to put
 * those that are used into another one is to make it anew all the time.
 */
export class Recent<Key, Value> {
  readonly #limit: number
  readonly #all = new Map<Key, Kept<Value>>()
  #generation = 0
  /** How many entries were used in this generation. */
  #used = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** What is there, in no order. */
  *entries(): Iterable<readonly [Key, Value]> {
    for (const [key, { value }] of this.#all) yield [key, value]
  }

  get(key: Key): Value | undefined {
    const kept = this.#all.get(key)
    if (kept === undefined) return undefined
    this.#use(kept)
    return kept.value
  }

  set(key: Key, value: Value): void {
    const kept = this.#all.get(key)
    if (kept === undefined) {
      this.#all.set(key, { value, usedIn: this.#generation })
      this.#count()
      return
    }
    kept.value = value
    this.#use(kept)
  }

  #use(kept: Kept<Value>): void {
    if (kept.usedIn === this.#generation) return
    kept.usedIn = this.#generation
    this.#count()
  }

  #count(): void {
    this.#used += 1
    if (this.#used < this.#limit) return
    for (const [key, { usedIn }] of this.#all) if (usedIn !== this.#generation) this.#all.delete(key)
    this.#generation += 1
    this.#used = 0
  }
}
