import type { AnyEvent, EventName, EventOf, MessageEvent } from '../protocol/event.js'
import type { Answer, AnswerOf } from '../protocol/quick-action.js'
import type { AnswersSoFar } from './answers.js'

type Awaitable<Value> = Value | Promise<Value>

/** What a bot does about events of one name. Its answer takes effect, see `AnswerOf`. */
export type Handler<Name extends EventName> = (event: EventOf<Name>) => Awaitable<AnswerOf<Name>>

/** What a pattern found: the whole first, then the groups of the regular expression. */
export interface TextMatch extends ReadonlyArray<string> {
  readonly 0: string
  readonly groups?: Readonly<Record<string, string>>
}

/** A handler of messages whose text fits. */
export type TextHandler = (event: MessageEvent, match: TextMatch) => Awaitable<AnswerOf<'message'>>

/**
 * One ring of the onion around all handlers. `next()` runs what is further in and resolves to what that
 * answered. What a middleware returns replaces it; nothing, or what `next()` gave, leaves it as it is.
 */
export type Middleware = (
  event: AnyEvent,
  next: () => Promise<AnswersSoFar>,
) => Awaitable<Answer | AnswersSoFar>

/** Who registered something: a plugin with its name, or the bot itself. */
export interface Owner {
  readonly name: string | undefined
}

/** For the log and `onError`: `message.group (signup)`. */
export const whereOf = (name: string, owner: Owner): string =>
  owner.name === undefined ? name : `${name} (${owner.name})`

/** A handler as the stations pass it on: its types were checked where it was registered. */
export type AnyHandler = (event: AnyEvent) => unknown
