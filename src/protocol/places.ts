/**
 * Things that come and go. In places that are used again: a `Set` moves to another table every few times, and each
 * table that was left keeps the next one alive, and all that was in it, until the whole memory is cleaned.
 */
export class Places<Item extends object> implements Iterable<Item> {
  readonly #items: (Item | undefined)[] = []
  readonly #free: number[] = []

  get size(): number {
    return this.#items.length - this.#free.length
  }

  /** Returns where it stands. */
  add(item: Item): number {
    const place = this.#free.pop() ?? this.#items.length
    this.#items[place] = item
    return place
  }

  has(item: Item): boolean {
    return this.#items.includes(item)
  }

  /** Whether it was still there. `place`: where it stands, to look for it is slow. */
  delete(item: Item, place = this.#items.indexOf(item)): boolean {
    if (this.#items[place] !== item) return false
    this.#items[place] = undefined
    this.#free.push(place)
    return true
  }

  /** What is there now. */
  *[Symbol.iterator](): Iterator<Item> {
    for (const item of this.#items) if (item !== undefined) yield item
  }
}
