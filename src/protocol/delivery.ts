import type { EventNaming } from './event-name.js'
import type { Implementation } from './implementation.js'
import type { Turn } from './turn.js'

/** One POST as it came, and what the steps of its way have found out about it. */
export interface Delivery {
  /** Names the event in every line of the log; in the order of arrival. */
  id: string
  /** The body, byte by byte. */
  bytes: Buffer
  selfId: number
  /** The body, parsed and otherwise untouched. */
  raw: Readonly<Record<string, unknown>>
  naming: EventNaming
  /** Who seems to have sent it. */
  guess?: Implementation | undefined
  /** Missing: it is handled whatever else is at work. */
  turn?: Turn | undefined
}
