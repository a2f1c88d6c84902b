import type { Delivery } from '../protocol/delivery.js'
import type { Turn } from '../protocol/turn.js'
import type { Endpoint } from './endpoint.js'
import { Refusal } from './refusal.js'
import type { Step } from './step.js'

/** A place among the events that wait for their handlers; `undefined`: there is none left. */
export type Enter = (delivery: Delivery) => Turn | undefined

/** Turns a delivery away before it is remembered as seen, so that a second try is no duplicate. */
export function takeTurn(enter: Enter, { name }: Endpoint): Step {
  return async (ctx, next) => {
    const turn = enter(ctx.state)
    if (turn === undefined) throw new Refusal('overloaded', { endpoint: name })
    ctx.state.turn = turn
    try {
      await next()
    } finally {
      // It did not get as far as its handlers.
      turn.cancel()
    }
  }
}
