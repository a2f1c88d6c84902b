import type { RepliedByCall } from './chatless.js'
import type { EventName, TableName } from './event.js'
import type { AnySegment, Reply } from './message.js'
import type { SentMessage } from './sent-message.js'

/** Every field of every quick action. */
interface QuickActionFields {
  /** Goes to the chat that the message came from. */
  reply: Reply
  /** Mention the sender in the reply. Same as `at_sender`. */
  reply_at: boolean
  /** Mention the sender in the reply. Same as `reply_at`. */
  at_sender: boolean
  /** Recall the message. */
  delete: boolean
  /** Remove the sender from the group. */
  kick: boolean
  /** Mute the sender. */
  ban: boolean
  /** How long the mute lasts, in seconds. Default 1800. */
  ban_duration: number
  /** Accept or decline the request. */
  approve: boolean
  /** The name to give to the new friend. */
  remark: string
  /** Why the request is declined. */
  reason: string
}

export type QuickActionField = keyof QuickActionFields

/** These fields and no other: a field of another kind of event does not compile. */
type Only<Field extends QuickActionField> = {
  readonly [F in Field]?: QuickActionFields[F] | undefined
} & {
  readonly [F in Exclude<QuickActionField, Field>]?: undefined
}

/** Which fields an answer to which event may have. */
export const quickActionFields = {
  'message.private': ['reply'],
  'message.group': ['reply', 'reply_at', 'at_sender', 'delete', 'kick', 'ban', 'ban_duration'],
  'request.friend': ['approve', 'remark'],
  'request.group': ['approve', 'reason'],
} as const satisfies Partial<Record<EventName, readonly QuickActionField[]>>

/** The kinds of events that OneBot knows an answer to. */
export type Answerable = keyof typeof quickActionFields

/** The quick action that handlers of one event name may return. */
export type QuickActionOf<Name extends Answerable> = Only<(typeof quickActionFields)[Name][number]>

/** Nothing to do. What a send resolved to is nothing either, so that `(event) => event.reply('hi')` is a handler. */
export type NoAnswer = undefined | null | void | false | SentMessage

type AnswerInTable<Name> = Name extends Answerable
  ? QuickActionOf<Name> | (Name extends `message.${string}` ? Reply : never)
  : Name extends RepliedByCall
    ? Only<'reply'> | Reply
    : never

/**
 * What a handler of this name may return. A family takes what each of its members takes: `message` and
 * `message_sent` a reply, `request` an `approve`, the others nothing.
 */
export type AnswerOf<Name extends EventName> =
  | NoAnswer
  | (Name extends 'message'
      ? AnswerInTable<'message.private'>
      : Name extends 'request'
        ? Only<'approve'>
        : Name extends 'message_sent'
          ? AnswerInTable<'message_sent.group'>
          : AnswerInTable<TableName<Name>>)

/** What a handler of any name may return. */
export type Answer = NoAnswer | AnswerInTable<Answerable | RepliedByCall>

/** The fields that travel in a response. */
export type WireField = Exclude<QuickActionField, 'reply_at'>

/** A quick action as it travels in a response: checked, with OneBot's names. */
export type WireQuickAction = {
  readonly [F in Exclude<WireField, 'reply'>]?: QuickActionFields[F]
} & { readonly reply?: string | readonly AnySegment[] | undefined }
