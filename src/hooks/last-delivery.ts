import type { State } from '../protocol/state.js'

const prefix = 'hook-last:'

/** What came last to a hook. */
export interface LastDelivery {
  /** Milliseconds. */
  readonly at: number
  /** The status of its response. */
  readonly status: number
}

/** Kept, so that another process can tell. */
export class LastDeliveries {
  readonly #state: State

  constructor(state: State) {
    this.#state = state
  }

  async set(name: string, last: LastDelivery): Promise<void> {
    await this.#state.set(prefix + name, last)
  }

  async of(name: string): Promise<LastDelivery | undefined> {
    return (await this.#state.get(prefix + name)) as LastDelivery | undefined
  }
}
