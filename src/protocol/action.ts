import type { ActionMap } from './action-map.js'
import type { Conversation } from './chat.js'
import type { DownloadOptions, FileSource, UploadedFile, UploadOptions } from './files.js'
import type { ForwardItem, ForwardOptions } from './forward.js'
import type { HistoryOptions, PastMessage } from './history.js'
import type { SentMessage } from './sent-message.js'

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
  /** How long to wait for the answer, in milliseconds, not counting the wait for its turn. Default: the client's, 10 000. */
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

/** Calls by name. */
export interface Caller {
  /** The account that acts: its QQ number. */
  readonly selfId: number
  /**
   * Calls an action by its OneBot name and resolves to its `data`. An action that the table does not know takes
   * any parameters and resolves to `unknown`.
   * Rejects with `ApiRefused`, `ApiTimeout`, `ApiUnreachable`, `ApiProtocolError`, `ApiNotSent` or `ApiNotConfigured`.
   */
  call<Name extends ActionName | (string & {})>(
    action: Name,
    ...args: Name extends ActionName ? Arguments<ActionParams<Name>> : Arguments<UnknownParams>
  ): Promise<Name extends ActionName ? ActionResult<Name> : unknown>
}

/** What takes more than one call. */
export interface Errands {
  /**
   * Brings a file to the machine of NapCat, in chunks with a checksum (`upload_file_stream`): for files that are too
   * large for a message, or where NapCat runs in another container. Goes on where it was when the connection drops.
   * Rejects like `call`, with a `RangeError` for an empty or endless source, or with the error of the source.
   */
  uploadFile(source: FileSource, options?: UploadOptions): Promise<UploadedFile>
  /**
   * The bytes of a file of NapCat, by its `file_id`, code or name (`download_file_stream`): to be read with
   * `for await`. Throws like `call` rejects, also when it is not whole at its end.
   */
  downloadFile(file: string, options?: DownloadOptions): AsyncIterable<Uint8Array>
  /**
   * The messages of a conversation, the newest first, as far as somebody reads on (`get_group_msg_history`,
   * `get_friend_msg_history`). Throws like `call` rejects.
   */
  history(conversation: Conversation, options?: HistoryOptions): AsyncIterable<PastMessage>
  /**
   * Sends messages as one forward (`send_group_forward_msg`, `send_private_forward_msg`), with long texts in pieces;
   * one by one where the implementation refuses the forward. Resolves to the forward, or to the last message.
   * Rejects like `call`.
   */
  sendForward(
    conversation: Conversation,
    items: readonly ForwardItem[],
    options?: ForwardOptions,
  ): Promise<SentMessage>
}

/** The actions of one account: what a bot asks its OneBot implementation to do. */
export interface Api extends Caller, ActionMethods, Errands {}
