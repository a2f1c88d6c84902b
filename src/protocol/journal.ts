import type { NowOrLater } from './now-or-later.js'

/** The way in of events that were not delivered when they happened. */
export const missedEntry = 'missed'

/** Stands in the place of an account where a delivery is for none: what came to a hook. */
export const noAccount = 0

/** A delivery as it is kept. */
export interface Arrival {
  /** When it came, in milliseconds. */
  readonly at: number
  /** What the lines of the log about it have as their `id`. Missing: an older catflap has kept it. */
  readonly eventId?: string
  /** The name of the endpoint, of the hook, or of another way in. */
  readonly endpoint: string
  /** `noAccount`: a delivery to a hook. */
  readonly selfId: number
  /** The name of the event; of a delivery to a hook, method and URL. */
  readonly name: string
  /** Names and values as they came, without the secret ones. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The body, byte by byte. */
  readonly bytes: Buffer
}

/** `begun`: it may or may not have been carried out. The last three are final. */
export type CallState = 'planned' | 'begun' | 'done' | 'refused' | 'unknown'

/** A call of an answer, and how it stands. */
export interface KeptCall {
  readonly field: string
  readonly action: string
  readonly params: Readonly<Record<string, unknown>>
  state: CallState
  /** The data of its answer, or the words of its error. */
  result?: unknown
}

/** What the handlers of a delivery have answered so far, and what became of it. */
export interface Answered {
  /** What leaves with the response: written down before it does. */
  readonly response?: Readonly<Record<string, unknown>>
  /** Where the answers came from that are taken, so that none of them is taken twice. */
  readonly places: readonly string[]
  /** What is decided, so that nothing is decided twice. */
  readonly decided: Readonly<Record<string, boolean>>
  readonly calls: readonly KeptCall[]
  /** Whether all handlers are done. */
  readonly settled: boolean
}

/**
 * `open`: at work, or it was when the process ended. `dead`: given up, see `reason`. `retry`: somebody asked for
 * it to be handled once more.
 */
export const entryStates = ['open', 'done', 'dead', 'retry'] as const
export type EntryState = (typeof entryStates)[number]

/** A delivery in the journal. */
export interface Entry extends Arrival {
  readonly id: number
  readonly state: EntryState
  readonly answered?: Answered
  /** How often it was handed to the handlers again. */
  readonly redeliveries: number
  /** What its age is counted from: when it came, or when somebody asked to retry it. Milliseconds. */
  readonly dueAt: number
  /** When its answers had taken effect, in milliseconds. */
  readonly doneAt?: number
  /** Why it is dead. */
  readonly reason?: string
}

/** How much a journal holds. */
export interface JournalSize {
  readonly deliveries: number
  readonly unfinished: Readonly<Record<Exclude<EntryState, 'done'>, number>>
  /** Bytes of the file; 0: it is in memory. */
  readonly bytes: number
}

export interface EntryQuery {
  /** Default: all. */
  readonly states?: readonly EntryState[]
  /** The newest so many. Default: all. */
  readonly limit?: number
}

/**
 * The deliveries that came and what became of them. What a method has ended with outlives the process, as far as
 * the implementation can: fails where it cannot be written.
 */
export interface Journal {
  /** Gives the number of the entry. */
  append(arrival: Arrival): NowOrLater<number>
  /** An entry is done when its handlers are settled and no call is left. */
  mark(id: number, answered: Answered): NowOrLater<void>
  /** It is about to be handed to the handlers once more. */
  redelivering(id: number): Promise<void>
  /** Nobody is going to handle it any more. */
  bury(id: number, reason: string): Promise<void>
  /** A dead entry is to be handled once more, as if it were new. Resolves to whether there is such a one. */
  retry(id: number): Promise<boolean>
  get(id: number): Promise<Entry | undefined>
  /** The one whose event has this id. */
  ofEvent(eventId: string): Promise<Entry | undefined>
  /** The oldest first. */
  list(query?: EntryQuery): Promise<readonly Entry[]>
  /** What came since then, the oldest first, at most the last `limit` of it. */
  since(at: number, limit: number): Iterable<Entry>
  size(): Promise<JournalSize>
  /** Forgets what came before, apart from what is at work. Resolves to how much it was. */
  prune(before: number): Promise<number>
  close(): Promise<void>
}

/** Whether its answers have taken effect as far as they ever will. */
export const isDone = ({ settled, calls }: Answered): boolean =>
  settled && calls.every(({ state }) => state !== 'planned' && state !== 'begun')
