import type { ByteBudget } from './byte-budget.js'
import type { Endpoint } from './endpoint.js'
import { Refusal } from './refusal.js'

/** What one body takes of the budget. */
export class Holding {
  readonly #budget: ByteBudget
  readonly #endpoint: Endpoint
  #bytes = 0

  constructor(budget: ByteBudget, endpoint: Endpoint) {
    this.#budget = budget
    this.#endpoint = endpoint
  }

  /** Throws a `Refusal` where there is no room. */
  hold(bytes: number): void {
    if (!this.#budget.take(bytes)) throw new Refusal('too-many-bytes', { endpoint: this.#endpoint.name })
    this.#bytes += bytes
  }

  release(): void {
    this.#budget.give(this.#bytes)
    this.#bytes = 0
  }
}
