/** Enough chains that most of them hold one key. */
const chainsFor = (limit: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, limit)))

const hash = (key: string | number): number => {
  let mixed = 0
  if (typeof key === 'number') {
    mixed = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 2 ** 32) | 0, 0x85ebca6b)
  } else {
    for (let index = 0; index < key.length; index += 1) mixed = Math.imul(mixed, 31) + key.charCodeAt(index)
  }
  return mixed ^ (mixed >>> 15)
}

/**
 * Keys, each in a slot, and no more than `limit`: the oldest makes room. Nearly all of them are whole numbers, and
 * those stand in arrays of numbers: a `Map` of as many takes three times the memory, and moves into a new one of its
 * size again and again.
 */
export class KeyRing {
  readonly #limit: number
  /** For each chain, and for each slot the next of its chain: a slot and one, 0 where there is none. */
  readonly #first: Int32Array
  readonly #next: Int32Array
  /** By slot. `NaN`: it is empty or holds a string. */
  readonly #numbers: Float64Array
  readonly #strings = new Map<number, string>()
  #oldest = 0

  constructor(limit: number) {
    this.#limit = limit
    this.#first = new Int32Array(chainsFor(limit))
    this.#next = new Int32Array(limit)
    this.#numbers = new Float64Array(limit).fill(Number.NaN)
  }

  /** `undefined`: it is not there. */
  slotOf(key: string | number): number | undefined {
    let link = this.#first[this.#chainOf(key)] ?? 0
    while (link !== 0 && this.#keyIn(link - 1) !== key) link = this.#next[link - 1] ?? 0
    return link === 0 ? undefined : link - 1
  }

  /** As the newest, wherever it stood before. Returns its slot. */
  add(key: string | number): number {
    this.delete(key)
    const slot = this.#oldest
    this.#oldest = (slot + 1) % this.#limit
    const before = this.#keyIn(slot)
    if (before !== undefined) this.delete(before)
    if (typeof key === 'number') this.#numbers[slot] = key
    else this.#strings.set(slot, key)
    const chain = this.#chainOf(key)
    this.#next[slot] = this.#first[chain] ?? 0
    this.#first[chain] = slot + 1
    return slot
  }

  delete(key: string | number): void {
    const slot = this.slotOf(key)
    if (slot === undefined) return
    const chain = this.#chainOf(key)
    const after = this.#next[slot] ?? 0
    let link = this.#first[chain] ?? 0
    if (link === slot + 1) this.#first[chain] = after
    else {
      while (this.#next[link - 1] !== slot + 1) link = this.#next[link - 1] ?? 0
      this.#next[link - 1] = after
    }
    this.#numbers[slot] = Number.NaN
    this.#strings.delete(slot)
  }

  #chainOf(key: string | number): number {
    return hash(key) & (this.#first.length - 1)
  }

  #keyIn(slot: number): string | number | undefined {
    const number = this.#numbers[slot] ?? Number.NaN
    return Number.isNaN(number) ? this.#strings.get(slot) : number
  }
}
