import type { Api } from './action.js'
import type { Segment } from './message.js'

/**
 * What every event has. Wire fields keep OneBot's names; ids are numbers, times are seconds.
 * An event is frozen: handlers share it.
 */
export interface BaseEvent<Name extends string = string> {
  /** What happened, e.g. `message.group` or `notice.notify.poke`. */
  readonly name: Name
  /** Unix time in seconds, as the sender says it. */
  readonly time: number
  /** The account that saw it. */
  readonly self_id: number
  readonly post_type: string
  /** The body as it was delivered, untouched. */
  readonly raw: Readonly<Record<string, unknown>>
  /** Calls for the account that saw it. */
  readonly api: Api
  /** Aborts when the bot shuts down. */
  readonly signal: AbortSignal
}

/** An event of a type that the table does not know. Its fields are as they came. */
export interface UnknownEvent extends BaseEvent {
  readonly [field: string]: unknown
}

/** What an implementation tells of the sender of a message; NapCat leaves out all below `role`. */
export interface Sender {
  readonly user_id: number
  readonly nickname: string
  /** The name in this group. */
  readonly card?: string
  /** Missing when the member is not cached. */
  readonly role?: 'owner' | 'admin' | 'member' | 'unknown' | 'stranger'
  readonly sex?: 'male' | 'female' | 'unknown'
  readonly age?: number
  readonly area?: string
  readonly level?: string
  readonly title?: string
  /** The group of a temporary session (LLOneBot, go-cqhttp). */
  readonly group_id?: number
}

interface Message<Name extends string> extends BaseEvent<Name> {
  readonly post_type: 'message' | 'message_sent'
  /** Opaque and per account; may be negative or zero. */
  readonly message_id: number
  readonly user_id: number
  /** Always segments, whatever the sender's format. */
  readonly message: readonly Segment[]
  /** The text without mentions, pictures and the rest, trimmed. */
  readonly text: string
  readonly raw_message: string
  readonly font?: number
  readonly sender: Sender
  readonly message_seq?: number
  /** NapCat: the position in the conversation. */
  readonly real_seq?: string
  readonly message_format?: 'array' | 'string'
  readonly target_id?: number
}

interface Private<Name extends string> extends Message<Name> {
  readonly message_type: 'private'
  readonly sub_type: 'friend' | 'group' | 'other'
  /** The source of a temporary session, where the sender names it. */
  readonly group_id?: number
  readonly temp_source?: number
}

interface Group<Name extends string> extends Message<Name> {
  readonly message_type: 'group'
  readonly sub_type: 'normal' | 'anonymous' | 'notice'
  readonly group_id: number
  readonly group_name?: string
  readonly anonymous?: { readonly id: number; readonly name: string; readonly flag: string } | null
}

export type PrivateMessage = Private<'message.private'>
export type GroupMessage = Group<'message.group'>
/** A message that the account itself sent, from wherever. */
export type SentPrivateMessage = Private<'message_sent.private'>
export type SentGroupMessage = Group<'message_sent.group'>

interface Notice<Name extends string> extends BaseEvent<Name> {
  readonly post_type: 'notice'
  readonly notice_type: string
}

/** `user_id` is the one concerned. */
interface GroupNotice<Name extends string> extends Notice<Name> {
  readonly group_id: number
  readonly user_id: number
}

export interface GroupUpload extends GroupNotice<'notice.group_upload'> {
  readonly file: {
    readonly id: string
    readonly name: string
    /** Bytes. */
    readonly size: number
    readonly busid: number
    readonly url?: string
  }
}

export interface GroupAdmin extends GroupNotice<'notice.group_admin'> {
  readonly sub_type: 'set' | 'unset'
}

export interface GroupDecrease extends GroupNotice<'notice.group_decrease'> {
  readonly sub_type: 'leave' | 'kick' | 'kick_me' | 'disband'
  /** `0`: unknown. */
  readonly operator_id: number
}

export interface GroupIncrease extends GroupNotice<'notice.group_increase'> {
  readonly sub_type: 'approve' | 'invite'
  /** `0`: unknown. */
  readonly operator_id: number
}

export interface GroupBan extends GroupNotice<'notice.group_ban'> {
  readonly sub_type: 'ban' | 'lift_ban'
  /** The one muted; `0`: the whole group. */
  readonly user_id: number
  readonly operator_id: number
  /** Seconds; `-1` where the whole group is muted. */
  readonly duration: number
}

export interface FriendAdd extends Notice<'notice.friend_add'> {
  readonly user_id: number
}

export interface GroupRecall extends GroupNotice<'notice.group_recall'> {
  readonly operator_id: number
  readonly message_id: number
}

export interface FriendRecall extends Notice<'notice.friend_recall'> {
  readonly user_id: number
  readonly message_id: number
}

export interface GroupCard extends GroupNotice<'notice.group_card'> {
  readonly card_new: string
  readonly card_old: string
}

export interface Essence extends Notice<'notice.essence'> {
  readonly sub_type: 'add' | 'delete'
  readonly group_id: number
  readonly user_id?: number
  readonly sender_id: number
  /** `0`: unknown. */
  readonly operator_id: number
  readonly message_id?: number
}

/** A reaction to a message (NapCat, LLOneBot). */
export interface GroupMsgEmojiLike extends GroupNotice<'notice.group_msg_emoji_like'> {
  readonly message_id: number
  readonly likes: readonly { readonly emoji_id: string; readonly count: number }[]
  readonly is_add?: boolean
}

/** QQ threw the account out (NapCat, Lagrange). */
export interface BotOffline extends Notice<'notice.bot_offline'> {
  readonly user_id?: number
  readonly tag: string
  readonly message: string
}

/** Somebody nudged somebody; without `group_id` it was in a private chat. */
export interface Poke extends Notice<'notice.notify.poke'> {
  readonly sub_type: 'poke'
  readonly group_id?: number
  /** Who nudged. In a private chat NapCat and LLOneBot name the friend here, whoever it was. */
  readonly user_id: number
  readonly target_id: number
  readonly sender_id?: number
}

/** The friend is typing (NapCat). */
export interface InputStatus extends Notice<'notice.notify.input_status'> {
  readonly sub_type: 'input_status'
  readonly user_id: number
  readonly event_type: number
  readonly status_text: string
}

interface Request<Name extends string> extends BaseEvent<Name> {
  readonly post_type: 'request'
  readonly user_id: number
  /** What the person wrote; empty or `null` when nothing. */
  readonly comment: string | null
  /** Names the request in `set_friend_add_request` and `set_group_add_request`. */
  readonly flag: string
}

export interface FriendRequest extends Request<'request.friend'> {
  readonly request_type: 'friend'
}

export interface GroupRequest extends Request<'request.group'> {
  readonly request_type: 'group'
  /** `add`: somebody wants to join; `invite`: the account is invited. */
  readonly sub_type: 'add' | 'invite'
  readonly group_id: number
  readonly invitor_id?: number
}

export interface Heartbeat extends BaseEvent<'meta_event.heartbeat'> {
  readonly post_type: 'meta_event'
  readonly status: { readonly online?: boolean | null; readonly good?: boolean }
  /** Milliseconds. */
  readonly interval: number
}

export interface Lifecycle extends BaseEvent<'meta_event.lifecycle'> {
  readonly post_type: 'meta_event'
  readonly sub_type: 'enable' | 'disable' | 'connect'
}

/** Every event by its name: a new one is an interface above and a line here. */
export interface EventMap {
  'message.private': PrivateMessage
  'message.group': GroupMessage
  'message_sent.private': SentPrivateMessage
  'message_sent.group': SentGroupMessage
  'notice.group_upload': GroupUpload
  'notice.group_admin': GroupAdmin
  'notice.group_decrease': GroupDecrease
  'notice.group_increase': GroupIncrease
  'notice.group_ban': GroupBan
  'notice.friend_add': FriendAdd
  'notice.group_recall': GroupRecall
  'notice.friend_recall': FriendRecall
  'notice.group_card': GroupCard
  'notice.essence': Essence
  'notice.group_msg_emoji_like': GroupMsgEmojiLike
  'notice.bot_offline': BotOffline
  'notice.notify.poke': Poke
  'notice.notify.input_status': InputStatus
  'request.friend': FriendRequest
  'request.group': GroupRequest
  'meta_event.heartbeat': Heartbeat
  'meta_event.lifecycle': Lifecycle
}

/** `notice.group_increase.invite`: a name of the table and a sub type. */
type SubName<Name extends keyof EventMap = keyof EventMap> = Name extends unknown
  ? EventMap[Name] extends { sub_type: infer Sub extends string }
    ? Name extends `${string}.${Sub}`
      ? never
      : `${Name}.${Sub}`
    : never
  : never

type FamilyName = 'message' | 'message_sent' | 'notice' | 'notice.notify' | 'request' | 'meta_event'

/** Every name a handler can be registered under: exact, with a sub type, a family, or `*`. */
export type EventName = keyof EventMap | SubName | FamilyName | '*'

/** The name in the table that a name with a sub type belongs to. */
export type TableName<Name extends EventName> = {
  [Key in keyof EventMap]: Name extends Key | `${Key}.${string}` ? Key : never
}[keyof EventMap]

/** The event that a handler of this name receives. */
export type EventOf<Name extends EventName> = Name extends '*'
  ? EventMap[keyof EventMap] | UnknownEvent
  : Name extends FamilyName
    ? EventMap[Extract<keyof EventMap, `${Name}.${string}`>]
    : EventMap[TableName<Name>] &
        (Name extends `${TableName<Name>}.${infer Sub}` ? { readonly sub_type: Sub } : unknown)

/** A message that somebody else sent, in a group or in private. */
export type MessageEvent = EventOf<'message'>

export type AnyEvent = EventOf<'*'>
