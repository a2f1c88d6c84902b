import { JournalError } from '../errors.js'
import type { Delivery, JournalPlace } from '../protocol/delivery.js'
import type { Arrival } from '../protocol/journal.js'
import type { Endpoint } from './endpoint.js'
import { Refusal } from './refusal.js'
import type { Step } from './step.js'

/** Writes a delivery down. `undefined`: it goes on without. Rejects with a `JournalError` where it must not. */
export type Keep = (
  delivery: Delivery,
  from: string,
  headers: Arrival['headers'],
) => Promise<JournalPlace | undefined>

const secrets: readonly string[] = ['x-signature', 'authorization', 'proxy-authorization', 'cookie']

/** `[name, value, name, value …]` in pairs, without what nobody may read later. */
export const pairsOf = (rawHeaders: readonly string[], hidden: readonly string[] = []): Arrival['headers'] =>
  rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && ![...secrets, ...hidden].includes(name.toLowerCase())
      ? [[name, rawHeaders[index + 1] ?? ''] as const]
      : [],
  )

/** A delivery is in the journal before a handler sees it. */
export function record(keep: Keep, { name }: Endpoint): Step {
  return async (ctx, next) => {
    try {
      ctx.state.journal = await keep(ctx.state, name, pairsOf(ctx.req.rawHeaders))
    } catch (error) {
      throw error instanceof JournalError ? new Refusal('not-kept', { endpoint: name }) : error
    }
    await next()
  }
}
