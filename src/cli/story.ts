import { handlerAt } from '../dispatch/answers.js'
import type { Verdict } from '../dispatch/explain.js'
import type { Delivery } from '../protocol/delivery.js'
import type { Answered, Entry, EntryState, KeptCall } from '../protocol/journal.js'

/**
 * What a part of the bot had to do with an event. `ran`: it takes the event, and no answer of it is known. `around`: a
 * middleware, which may have kept the event from those behind it. `taken`: somebody in front of it had taken the event.
 */
export type Part = 'answered' | 'turned down' | 'ran' | 'around' | 'refused' | 'taken'

/** A link or a handler, as it stands to an event. */
export interface AskedHandler {
  readonly where: string
  readonly kind: Verdict['kind']
  readonly part: Part
  /** Which matcher says no and what it says, or why it was turned down. `taken`: who has taken the event. */
  readonly because?: string
}

/** What became of an event, as far as it is known. */
export interface Story {
  /** Its number in the journal. */
  readonly id: number
  readonly eventId?: string
  readonly name: string
  readonly at: string
  readonly endpoint: string
  readonly selfId: number
  /** Where it happened, by whom, and what was written. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly state: EntryState
  /** Why it was given up. */
  readonly reason?: string
  readonly redeliveries: number
  /** In the order in which they are asked. */
  readonly handlers: readonly AskedHandler[]
  /** What left with the response. */
  readonly response?: Answered['response']
  readonly calls: readonly KeptCall[]
}

/** Whose answer was taken that does not stand there today: it waited for this message, or has been removed. */
const absent = (answeredBy: ReadonlySet<string>, verdicts: readonly Verdict[]): readonly AskedHandler[] =>
  [...answeredBy]
    .filter((where) => !verdicts.some((verdict) => verdict.where === where))
    .map((where) => ({ where, kind: 'handler', part: 'answered' }))

const handlerOf = (
  { where, kind, because, takes }: Verdict,
  hasAnswered: boolean,
  taker: string | undefined,
): AskedHandler => {
  if (takes === 'always' && because !== undefined) return { where, kind, part: 'turned down', because }
  if (hasAnswered) return { where, kind, part: 'answered' }
  if (because !== undefined) return { where, kind, part: 'refused', because }
  if (taker !== undefined) return { where, kind, part: 'taken', because: taker }
  return { where, kind, part: kind === 'link' && takes === undefined ? 'around' : 'ran' }
}

const handlersOf = (
  answeredBy: ReadonlySet<string>,
  verdicts: readonly Verdict[],
): readonly AskedHandler[] => {
  let taker: string | undefined
  return verdicts.map((verdict) => {
    const { where, takes } = verdict
    const hasAnswered = answeredBy.has(where)
    const handler = handlerOf(verdict, hasAnswered, taker)
    if (takes === 'always' || (takes === 'with an answer' && hasAnswered)) taker ??= where
    return handler
  })
}

const told = ['group_id', 'user_id', 'operator_id', 'message_id', 'sub_type', 'flag', 'raw_message'] as const

const factsOf = (raw: Delivery['raw']): Story['facts'] =>
  Object.fromEntries(told.flatMap((field) => (raw[field] === undefined ? [] : [[field, raw[field]]])))

/** What the journal tells of an event, and what each handler of today would do about it. */
export const storyOf = (entry: Entry, raw: Delivery['raw'], verdicts: readonly Verdict[]): Story => {
  const { id, eventId, name, at, endpoint, selfId, state, reason, redeliveries, answered } = entry
  const answeredBy = new Set(answered?.places.map(handlerAt))
  return {
    id,
    ...(eventId === undefined ? {} : { eventId }),
    name,
    at: new Date(at).toISOString(),
    endpoint,
    selfId,
    facts: factsOf(raw),
    state,
    ...(reason === undefined ? {} : { reason }),
    redeliveries,
    handlers: [...absent(answeredBy, verdicts), ...handlersOf(answeredBy, verdicts)],
    ...(answered?.response === undefined ? {} : { response: answered.response }),
    calls: answered?.calls ?? [],
  }
}
