import type { ActionMap } from './action-map.js'

/** The name of an action that the table knows: OneBot 11, NapCat and go-cqhttp. */
export type ActionName = keyof ActionMap

/** What an action takes. */
export type ActionParams<Name extends ActionName> = ActionMap[Name]['params']

/** What an action resolves to: the `data` of its answer. */
export type ActionResult<Name extends ActionName> = ActionMap[Name]['result']

/** Parameters before anybody knows what they mean. */
export type UnknownParams = Readonly<Record<string, unknown>>

/** Whose turn comes first, the first ones first. */
export const priorities = ['answer', 'broadcast'] as const
export type Priority = (typeof priorities)[number]

/** Settings of one call. */
export interface CallOptions {
  /** How long to wait for the answer, in milliseconds. Default: the client's, 10 000. */
  readonly timeoutMs?: number
  /** Gives up the call when it aborts. */
  readonly signal?: AbortSignal
  /**
   * Of a message that waits for its turn: an answer goes before broadcasts, and is dropped when it comes too late.
   * Default: `answer` for `event.api`, `broadcast` for `bot.api(selfId)`.
   */
  readonly priority?: Priority
}

/** The parameters may be left out where none is needed. */
type Arguments<Params> =
  Record<never, never> extends Params
    ? [params?: Params, options?: CallOptions]
    : [params: Params, options?: CallOptions]

/** Every action whose name can be written behind a dot, as a method. */
type ActionMethods = {
  readonly [Name in Exclude<ActionName, `.${string}`>]: (
    ...args: Arguments<ActionParams<Name>>
  ) => Promise<ActionResult<Name>>
}

interface Caller {
  /** The account that acts: its QQ number. */
  readonly selfId: number
  /**
   * Calls an action by its OneBot name and resolves to its `data`. An action that the table does not know takes
   * any parameters and resolves to `unknown`.
   * Rejects with `ApiRefused`, `ApiTimeout`, `ApiUnreachable`, `ApiProtocolError` or `ApiNotConfigured`.
   */
  call<Name extends ActionName | (string & {})>(
    action: Name,
    ...args: Name extends ActionName ? Arguments<ActionParams<Name>> : Arguments<UnknownParams>
  ): Promise<Name extends ActionName ? ActionResult<Name> : unknown>
}

/** The actions of one account: what a bot asks its OneBot implementation to do. */
export interface Api extends Caller, ActionMethods {}
