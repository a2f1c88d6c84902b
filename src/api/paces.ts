import type { CountingLog } from '../log.js'
import type { CallOptions, Priority, UnknownParams } from '../protocol/action.js'
import type { Clock } from '../protocol/clock.js'
import { Pace, type PaceOptions, type PaceStatus } from './pace.js'
import { groupOf, isSend } from './sends.js'

/** Without a list of accounts anybody who may post can name new ones. */
const manyPaces = 10_000

export interface PacesOptions {
  /** `false`: nothing waits. */
  readonly pace: PaceOptions | false
  readonly say: CountingLog
  readonly clock: Clock
}

/** Resolves when a call may be made; rejects when it is given up before. */
export type Turn = (action: string, params: UnknownParams, options: CallOptions) => Promise<void>

/** The queues of all accounts. */
export class Paces {
  readonly #options: PacesOptions
  readonly #paces = new Map<number, Pace>()

  constructor(options: PacesOptions) {
    this.#options = options
  }

  /** The turns of one account. `usual`: the priority of a send that does not say it itself. */
  turnOf(selfId: number, usual: Priority): Turn {
    const { pace } = this.#options
    return async (action, params, { priority = usual, signal }) => {
      if (pace === false || !isSend(action)) return
      await this.#of(selfId, pace).turn({ action, group: groupOf(action, params), priority, signal })
    }
  }

  statusOf(selfId: number): PaceStatus {
    return this.#paces.get(selfId)?.status ?? { answers: 0, broadcasts: 0 }
  }

  /** Of all accounts together. */
  get status(): PaceStatus {
    const all = { answers: 0, broadcasts: 0 }
    for (const { status } of this.#paces.values()) {
      all.answers += status.answers
      all.broadcasts += status.broadcasts
    }
    return all
  }

  close(): void {
    for (const pace of this.#paces.values()) pace.close()
  }

  #of(selfId: number, options: PaceOptions): Pace {
    const known = this.#paces.get(selfId)
    if (known !== undefined) return known
    const { clock } = this.#options
    const made = new Pace(options, { clock, onExpired: () => this.#sayExpired(selfId) })
    if (this.#paces.size >= manyPaces)
      for (const [other, pace] of this.#paces) if (pace.isIdle(clock.now())) this.#paces.delete(other)
    this.#paces.set(selfId, made)
    return made
  }

  #sayExpired(selfId: number): void {
    this.#options.say.say({
      key: 'answer expired',
      detail: String(selfId),
      level: 'warn',
      fields: { selfId, ...this.statusOf(selfId) },
      message: `account ${selfId}: an answer waited too long for its turn and is dropped; there is more to say than "pace" allows`,
    })
  }
}
