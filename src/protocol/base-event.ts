import type { Api } from './action.js'

/**
 * What every event has. Wire fields keep OneBot's names; what catflap makes the same for every sender is in
 * docs/events.md. An event is frozen: handlers share it.
 */
export interface BaseEvent<Name extends string = string> {
  /** What happened, e.g. `message.group` or `notice.notify.poke`. */
  readonly name: Name
  /** Unix time in seconds. */
  readonly time: number
  /** `time` as a date; an invalid one where the sender wrote no time. */
  readonly date: Date
  /** The account that saw it. */
  readonly self_id: number
  readonly post_type: string
  /** The body as it was delivered, untouched. */
  readonly raw: Readonly<Record<string, unknown>>
  /** Calls for the account that saw it. */
  readonly api: Api
  /** Aborts when its handlers have worked for `handlerBudgetMs`, and when the bot shuts down. */
  readonly signal: AbortSignal
  /** Whether a handler may have seen it before: the process ended while it was at work. */
  readonly redelivered: boolean
  /** Whether it happened while nobody heard the account; only handlers with `missed: true` see such events. */
  readonly missed: boolean
}

/** An event of a type that the table does not know. Its fields are as they came, ids and `time` aside. */
export interface UnknownEvent extends BaseEvent {
  readonly [field: string]: unknown
}

/**
 * The same among all other events. Its name is the sender's, not `unknown`; the type says so in order that a
 * comparison with a name of the table narrows to the event of that name. For handlers of it see `onUnknown`.
 */
export interface OtherEvent extends BaseEvent<'unknown'> {
  readonly [field: string]: unknown
}
