import { type Asked, Failure, type Outcome } from './api-rules.js'
import type { Dialect } from './dialect.js'
import type { Faults } from './faults.js'
import { runAction } from './run-action.js'
import type { World } from './world.js'
import type { Delivered, Fields } from './world-types.js'

/** A call that came in, and how it went. */
export interface ReceivedCall {
  readonly action: string
  readonly params: Fields
  readonly outcome: Outcome
}

/** What came of an event, and the calls that the bot made meanwhile. */
export type DeliveredToBot = Delivered & { readonly calls: readonly ReceivedCall[] }

/** Does what a call asks for, however it came, with the faults that are switched on. */
export type Perform = (asked: Asked) => Promise<Outcome>

export interface PerformOptions {
  readonly dialect: Dialect
  readonly world: World
  readonly faults: Faults
  readonly calls: ReceivedCall[]
}

export const createPerform =
  ({ dialect, world, faults, calls }: PerformOptions): Perform =>
  async ({ action, params }) => {
    await faults.pass(action)
    if (faults.loses(action)) return new Promise(() => {})
    const why = faults.refusalOf(action)
    const outcome: Outcome =
      why === undefined ? runAction(dialect, world, action, params) : new Failure('refused', why)
    calls.push({ action, params, outcome })
    return outcome
  }
