import type {
  AnyEvent,
  EventName,
  EventOf,
  GroupMessage,
  MessageEvent,
  PrivateMessage,
} from '../protocol/event.js'
import type { Answer, AnswerOf } from '../protocol/quick-action.js'
import type { AnswersSoFar } from './answers.js'
import type { Matcher } from './matcher.js'

export type Awaitable<Value> = Value | Promise<Value>

/** What a message can be answered with, as far as it is known where it comes from. */
export type MessageAnswer<Event> = [Event] extends [GroupMessage]
  ? AnswerOf<'message.group'>
  : [Event] extends [PrivateMessage]
    ? AnswerOf<'message.private'>
    : AnswerOf<'message'>

type AnswerTo<Name extends EventName, Event> = Name extends 'message' ? MessageAnswer<Event> : AnswerOf<Name>

/**
 * What a bot does about events of one name. Its answer takes effect, see `AnswerOf`. `Narrow` is what a matcher in
 * front of it knows of the event.
 */
export type Handler<Name extends EventName, Narrow = unknown> = (
  event: EventOf<Name> & Narrow,
) => Awaitable<AnswerTo<Name, EventOf<Name> & Narrow>>

/** What `text` compares messages with: the whole text, one of several, or a regular expression. */
export type TextPattern = string | RegExp | readonly string[]

/** What a regular expression found: the whole first, then its groups. A group that took no part is `undefined`. */
export interface TextMatch extends ReadonlyArray<string | undefined> {
  readonly 0: string
  readonly groups?: Readonly<Record<string, string | undefined>>
}

/** What a pattern found: of a string or a list, the string as it was registered. */
export type MatchOf<Pattern> = Pattern extends string
  ? readonly [Pattern]
  : Pattern extends readonly (infer Text)[]
    ? readonly [Text]
    : TextMatch

/** A handler of messages whose text fits. */
export type TextHandler<Pattern = RegExp, Narrow = unknown> = (
  event: MessageEvent & Narrow,
  match: MatchOf<Pattern>,
) => Awaitable<MessageAnswer<MessageEvent & Narrow>>

/**
 * One ring of the onion around all handlers. `next()` runs what is further in and resolves to what that
 * answered. What a middleware returns replaces it; nothing, or what `next()` gave, leaves it as it is.
 */
export type Middleware<Narrow = unknown> = (
  event: AnyEvent & Narrow,
  next: () => Promise<AnswersSoFar>,
) => Awaitable<Answer | AnswersSoFar>

/** When a handler of the bus is asked. */
export interface OnOptions<Narrow = unknown> {
  /** Only events that this matcher lets through. */
  readonly when?: Matcher<Narrow>
  /** Also what happened while nobody heard the account. Default false. */
  readonly missed?: boolean
}

/** Who registered something: a plugin with its name, or the bot itself. */
export interface Owner {
  readonly name: string | undefined
}

/** For the log and `onError`: `message.group (signup)`. */
export const whereOf = (name: string, owner: Owner): string =>
  owner.name === undefined ? name : `${name} (${owner.name})`

/** Handlers as the stations pass them on: their types were checked where they were registered. */
export type AnyHandler = (event: AnyEvent) => unknown
export type AnyTextHandler = (event: MessageEvent, match: readonly (string | undefined)[]) => unknown
export type AnyMiddleware = (event: AnyEvent, next: () => Promise<AnswersSoFar>) => unknown

/** The arguments of a registration, whose handler is the last and may have something in front of it. */
export const handlerLast = <Registered, Front>(
  args: readonly unknown[],
): readonly [handler: Registered, front: Front | undefined] => {
  const handler = args.at(-1)
  if (typeof handler !== 'function') throw new TypeError('a handler is a function, and the last argument')
  return [handler as Registered, args.length > 1 ? (args[0] as Front) : undefined]
}
