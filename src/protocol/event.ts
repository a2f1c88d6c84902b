import type { AccountEventMap } from './account-event.js'
import type { OtherEvent } from './base-event.js'
import type {
  GroupMessage,
  GuildMessage,
  PrivateMessage,
  SentGroupMessage,
  SentGuildMessage,
  SentPrivateMessage,
} from './message-event.js'
import type { Heartbeat, Lifecycle } from './meta-event.js'
import type {
  BotOffline,
  BotOnline,
  ChannelCreated,
  ChannelDestroyed,
  ChannelUpdated,
  ClientStatus,
  Essence,
  FlashFile,
  FriendAdd,
  FriendRecall,
  GrayTip,
  GroupAdmin,
  GroupBan,
  GroupCard,
  GroupDecrease,
  GroupDismiss,
  GroupIncrease,
  GroupMsgEmojiLike,
  GroupName,
  GroupNameChange,
  GroupRecall,
  GroupUpload,
  GuildChannelRecall,
  Honor,
  InputStatus,
  LuckyKing,
  MessageReactionsUpdated,
  OfflineFile,
  OnlineFileReceive,
  OnlineFileSend,
  Poke,
  PokeRecall,
  PrivateUpload,
  ProfileLike,
  Reaction,
  Sign,
  Title,
} from './notice.js'
import type { FriendRequest, GroupRequest } from './request.js'

export type * from './account-event.js'
export type { BaseEvent, OtherEvent, UnknownEvent } from './base-event.js'
export type * from './message-event.js'
export type * from './meta-event.js'
export type * from './notice.js'
export type * from './request.js'

/** Every event by its name: a new one is an interface beside the others, a line here and one in `eventSenders`. */
export interface EventMap {
  'message.private': PrivateMessage
  'message.group': GroupMessage
  'message.guild': GuildMessage
  'message_sent.private': SentPrivateMessage
  'message_sent.group': SentGroupMessage
  'message_sent.guild': SentGuildMessage
  'notice.group_upload': GroupUpload
  'notice.group_admin': GroupAdmin
  'notice.group_decrease': GroupDecrease
  'notice.group_increase': GroupIncrease
  'notice.group_ban': GroupBan
  'notice.group_recall': GroupRecall
  'notice.group_card': GroupCard
  'notice.essence': Essence
  'notice.group_msg_emoji_like': GroupMsgEmojiLike
  'notice.reaction': Reaction
  'notice.group_dismiss': GroupDismiss
  'notice.group_name_change': GroupNameChange
  'notice.friend_add': FriendAdd
  'notice.friend_recall': FriendRecall
  'notice.offline_file': OfflineFile
  'notice.private_upload': PrivateUpload
  'notice.online_file_send': OnlineFileSend
  'notice.online_file_receive': OnlineFileReceive
  'notice.flash_file': FlashFile
  'notice.bot_offline': BotOffline
  'notice.bot_online': BotOnline
  'notice.client_status': ClientStatus
  'notice.notify.poke': Poke
  'notice.notify.poke_recall': PokeRecall
  'notice.notify.lucky_king': LuckyKing
  'notice.notify.honor': Honor
  'notice.notify.title': Title
  'notice.notify.profile_like': ProfileLike
  'notice.notify.input_status': InputStatus
  'notice.notify.gray_tip': GrayTip
  'notice.notify.group_name': GroupName
  'notice.notify.sign': Sign
  'notice.guild_channel_recall': GuildChannelRecall
  'notice.message_reactions_updated': MessageReactionsUpdated
  'notice.channel_created': ChannelCreated
  'notice.channel_updated': ChannelUpdated
  'notice.channel_destroyed': ChannelDestroyed
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

/** The members of a family. Guild messages stand alone: their ids are strings. */
interface FamilyMap {
  message: 'message.private' | 'message.group'
  message_sent: 'message_sent.private' | 'message_sent.group'
  notice: Extract<keyof EventMap, `notice.${string}`>
  'notice.notify': Extract<keyof EventMap, `notice.notify.${string}`>
  request: Extract<keyof EventMap, `request.${string}`>
  meta_event: Extract<keyof EventMap, `meta_event.${string}`>
}

type FamilyName = keyof FamilyMap

/** Every name a handler can be registered under: exact, with a sub type, a family, or `*`. */
export type EventName = keyof EventMap | keyof AccountEventMap | SubName | FamilyName | '*'

/** The name in the table that a name with a sub type belongs to. */
export type TableName<Name extends EventName> = {
  [Key in keyof EventMap]: Name extends Key | `${Key}.${string}` ? Key : never
}[keyof EventMap]

/** The event that a handler of this name receives. */
export type EventOf<Name extends EventName> = Name extends '*'
  ? EventMap[keyof EventMap] | OtherEvent
  : Name extends keyof AccountEventMap
    ? AccountEventMap[Name]
    : Name extends FamilyName
      ? EventMap[FamilyMap[Name]]
      : EventMap[TableName<Name>] &
          (Name extends `${TableName<Name>}.${infer Sub}` ? { readonly sub_type: Sub } : unknown)

/** A message that somebody else sent, in a group or in private. */
export type MessageEvent = EventOf<'message'>

export type AnyEvent = EventOf<'*'>
