import type { EventNaming } from './event-name.js'
import type { Implementation } from './implementation.js'
import type { Answered } from './journal.js'
import type { Turn } from './turn.js'

/** The place of a delivery in the journal. */
export interface JournalPlace {
  readonly id: number
  /** The handlers may have seen it before: the process ended while they were at work. */
  readonly redelivered?: boolean
  /** What they had answered then. */
  readonly answered?: Answered | undefined
  /** When it came, in milliseconds. */
  readonly at: number
}

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
  /** A key of the conversation, see `chatKey`. */
  chat: string
  /** It was not delivered when it happened: nobody heard the account then. */
  missed?: boolean
  /** Who seems to have sent it. */
  guess?: Implementation | undefined
  /** Missing: it is not kept. */
  journal?: JournalPlace | undefined
  /** Missing: it is handled whatever else is at work. */
  turn?: Turn | undefined
}
