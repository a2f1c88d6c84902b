import type { Held } from './body.js'
import type { ByteBudget } from './byte-budget.js'
import type { Place } from './entrance.js'
import { Refusal } from './refusal.js'

/** What one body takes of the budget. */
export class Holding implements Held {
  readonly #budget: ByteBudget
  readonly #place: Place
  #bytes = 0

  constructor(budget: ByteBudget, place: Place) {
    this.#budget = budget
    this.#place = place
  }

  /** Throws a `Refusal` where there is no room. */
  hold(bytes: number): void {
    if (!this.#budget.take(bytes)) throw new Refusal('too-many-bytes', { ...this.#place })
    this.#bytes += bytes
  }

  release(): void {
    this.#budget.give(this.#bytes)
    this.#bytes = 0
  }
}
