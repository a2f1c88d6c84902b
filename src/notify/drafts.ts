import type { State } from '../protocol/state.js'
import type { TargetName } from '../protocol/target-name.js'

/** A message that is being gathered, as JSON. */
export interface Draft {
  /** What is gathered together: target, account and key; its own key where no line is to join it. */
  readonly id: string
  readonly target: TargetName
  /** The account that sends it. */
  readonly from: number
  readonly forwardBeyond?: number | undefined
  readonly lines: readonly string[]
  /** When it is to be sent, in milliseconds since 1970. */
  readonly dueAt: number
  /** When it was being sent: nobody knows what became of that. */
  readonly sendingAt?: number | undefined
}

const prefix = 'notify:gather:'

/** Drafts where the bot keeps its state, so that they outlive the process. */
export class Drafts {
  readonly #state: State

  constructor(state: State) {
    this.#state = state
  }

  keep(key: string, draft: Draft): Promise<void> {
    return this.#state.set(prefix + key, draft)
  }

  forget(key: string): Promise<void> {
    return this.#state.delete(prefix + key)
  }

  /** Those that an earlier process has left, by key. */
  async left(): Promise<ReadonlyMap<string, Draft>> {
    const drafts = new Map<string, Draft>()
    for (const key of await this.#state.keys(prefix)) {
      const draft = (await this.#state.get(key)) as Draft | undefined
      if (draft !== undefined) drafts.set(key.slice(prefix.length), draft)
    }
    return drafts
  }
}
