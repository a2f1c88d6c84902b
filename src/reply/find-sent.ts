import { type Id, toId } from '../protocol/ids.js'
import type { AnySegment } from '../protocol/message.js'

/** A message as an event or a history shows it. */
export interface SeenMessage {
  readonly message_id: Id
  readonly user_id: unknown
  /** Seconds. */
  readonly time: number
  readonly message: readonly AnySegment[]
}

/** A message that may have been sent. */
export interface Sought {
  readonly selfId: number
  readonly message: readonly AnySegment[]
  readonly isPrivate: boolean
  /** The time of what it answers, in seconds, by the clock that messages go by: it was not sent before. */
  readonly since: number
  /** Whether another send is known to have made that message. */
  readonly isTaken: (id: Id) => boolean
}

/** What a look showed. */
export type Sight =
  | { readonly kind: 'found'; readonly message_id: Id }
  | { readonly kind: 'absent' }
  /** Something is there that it might be. */
  | { readonly kind: 'unsure' }

/** What implementations give back as they took it. */
const isPlain = ({ type }: AnySegment): boolean => type === 'text' || type === 'at' || type === 'reply'

/** Whether the message is among these. */
export const findSent = (messages: readonly SeenMessage[], sought: Sought): Sight => {
  const { selfId, message, isPrivate, since, isTaken } = sought
  const own = messages.filter(
    (one) =>
      one.user_id === selfId &&
      one.time >= since &&
      !isTaken(one.message_id) &&
      !quotesAnother(one.message, message),
  )
  const wanted = digestOf(message, isPrivate)
  const found = own.find((one) => digestOf(one.message, isPrivate) === wanted)
  if (found !== undefined) return { kind: 'found', message_id: found.message_id }
  return { kind: own.length === 0 || message.every(isPlain) ? 'absent' : 'unsure' }
}

const quoteIn = (message: readonly AnySegment[]): unknown =>
  toId(message.find(({ type }) => type === 'reply')?.data.id)

/** A quotation may be missing, because the quoted message is not known, but it is no other one. */
const quotesAnother = (seen: readonly AnySegment[], sent: readonly AnySegment[]): boolean => {
  const [one, other] = [quoteIn(seen), quoteIn(sent)]
  return one !== undefined && one !== other
}

/**
 * What stays the same on the way: the text without spaces, who is mentioned, the types of everything else.
 * Quotations may be dropped, files get other names, and mentions in private are dropped by most.
 */
const digestOf = (message: readonly AnySegment[], isPrivate: boolean): string => {
  const text = message.flatMap(({ type, data }) => (type === 'text' ? [String(data.text)] : []))
  const mentions = message.flatMap(({ type, data }) => (type === 'at' ? [String(data.qq)] : []))
  const others = message.filter((segment) => !isPlain(segment)).map(({ type }) => type)
  return JSON.stringify([
    text.join('').replace(/\s+/g, ''),
    isPrivate ? [] : mentions.toSorted(),
    others.toSorted(),
  ])
}

/**
 * Whether a history holds everything since this message. Times do not say it: notices go by another clock than
 * messages.
 */
export const reachesBack = (history: readonly SeenMessage[], answered: Id | undefined): boolean =>
  history.some(({ message_id }) => message_id === answered)
