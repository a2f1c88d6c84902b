import type { EventNaming } from './event-name.js'

/** One POST as it came, and what the steps of its way have found out about it. */
export interface Delivery {
  /** The body, byte by byte. */
  bytes: Buffer
  selfId: number
  /** The body, parsed and otherwise untouched. */
  raw: Readonly<Record<string, unknown>>
  naming: EventNaming
}
