import type { BaseEvent } from './base-event.js'
import type { InChat } from './event-helpers.js'
import type { CanAsk } from './message-event.js'

interface Notice<Name extends string> extends BaseEvent<Name> {
  readonly post_type: 'notice'
  readonly notice_type: string
}

/** `user_id` is the one concerned. */
interface GroupNotice<Name extends string> extends Notice<Name>, InChat, CanAsk {
  readonly group_id: number
  readonly user_id: number
}

interface FriendNotice<Name extends string> extends Notice<Name>, InChat, CanAsk {
  readonly user_id: number
}

/** Shamrock names everybody a second time. */
interface Uids {
  readonly user_uid?: string
  readonly operator_uid?: string
  readonly target_uid?: string
}

// Groups

/** A file was uploaded to a group. NapCat reports the same file as a message too. */
export interface GroupUpload extends GroupNotice<'notice.group_upload'> {
  readonly file: {
    readonly id: string
    readonly name: string
    /** Bytes. */
    readonly size: number
    readonly busid: number
    /** go-cqhttp, Lagrange, Shamrock. */
    readonly url?: string
  }
}

/** Somebody became an administrator or is none any more. */
export interface GroupAdmin extends GroupNotice<'notice.group_admin'>, Uids {
  readonly sub_type: 'set' | 'unset'
  /** Shamrock. */
  readonly operator_id?: number
  /** Shamrock. */
  readonly target_id?: number
}

/** Somebody left. */
export interface GroupDecrease extends GroupNotice<'notice.group_decrease'>, Uids {
  /** `disband`: the group is no more. NapCat says `kick` when it does not know. */
  readonly sub_type: 'leave' | 'kick' | 'kick_me' | 'disband'
  /** `0`: unknown. LLOneBot and go-cqhttp name the member itself when it left. */
  readonly operator_id: number
  /** Shamrock. */
  readonly target_id?: number
}

/** Somebody came in. NapCat may say it several times; catflap passes it on once. */
export interface GroupIncrease extends GroupNotice<'notice.group_increase'>, Uids {
  /** go-cqhttp: always `approve`. */
  readonly sub_type: 'approve' | 'invite'
  /** `0`: unknown, always so from go-cqhttp. */
  readonly operator_id: number
  /** Shamrock. */
  readonly target_id?: number
}

/** A mute began or ended. */
export interface GroupBan extends GroupNotice<'notice.group_ban'>, Uids {
  readonly sub_type: 'ban' | 'lift_ban'
  /** The one muted; `0`: the whole group. */
  readonly user_id: number
  /** Whether it is the whole group. */
  readonly wholeGroup: boolean
  readonly operator_id: number
  /** Seconds; `-1` while the whole group is muted; `0` when it ends. */
  readonly duration: number
  /** Shamrock. */
  readonly target_id?: number
}

export interface GroupRecall extends GroupNotice<'notice.group_recall'> {
  readonly operator_id: number
  readonly message_id: number
  /** Lagrange: what QQ shows behind it. */
  readonly tip?: string
  /** Shamrock: the same. */
  readonly tip_text?: string
}

/** A name in a group changed. NapCat notices it when the member speaks. Not from Lagrange. */
export interface GroupCard extends GroupNotice<'notice.group_card'> {
  readonly card_new: string
  readonly card_old: string
}

/** A message became an essence or is none any more. go-cqhttp is silent about what the account did itself. */
export interface Essence extends Notice<'notice.essence'>, InChat {
  /** NapCat: only `add`. */
  readonly sub_type: 'add' | 'delete'
  readonly group_id: number
  /** Whose message it is, as in `sender_id`. */
  readonly user_id: number
  readonly sender_id: number
  /** `0`: unknown. */
  readonly operator_id: number
  /** NapCat leaves it out when it does not know. */
  readonly message_id?: number
}

/** A reaction to a message (NapCat, LLOneBot; Lagrange as `notice.reaction`). */
export interface GroupMsgEmojiLike extends GroupNotice<'notice.group_msg_emoji_like'> {
  readonly message_id: number
  readonly likes: readonly { readonly emoji_id: string; readonly count: number }[]
  /** `false`: it was taken back. */
  readonly is_add: boolean
}

/** Lagrange's own word for a reaction: the same event, with what only Lagrange says. */
export interface Reaction extends GroupMsgEmojiLike {
  readonly sub_type: 'add' | 'remove'
  readonly operator_id: number
  /** The emoji, as in `likes`. */
  readonly code: string
  readonly count: number
}

/** LLOneBot's own word for a group that is no more: the same event as `notice.group_decrease.disband`. */
export interface GroupDismiss extends GroupDecrease {
  readonly sub_type: 'disband'
}

// Friends

/** A new friend. From Lagrange it comes when somebody asks to be one. Not from Shamrock. */
export interface FriendAdd extends FriendNotice<'notice.friend_add'> {}

export interface FriendRecall extends FriendNotice<'notice.friend_recall'> {
  readonly message_id: number
  /** Shamrock. */
  readonly operator_id?: number
  /** Lagrange: what QQ shows behind it. */
  readonly tip?: string
  /** Shamrock: the same. */
  readonly tip_text?: string
}

/** A file in a private chat (Lagrange, go-cqhttp); NapCat and LLOneBot send it as a message. */
export interface OfflineFile extends FriendNotice<'notice.offline_file'> {
  readonly file: {
    readonly name: string
    /** Bytes. */
    readonly size: number
    readonly url: string
    /** Lagrange, Shamrock. */
    readonly id?: string
    /** Lagrange. */
    readonly hash?: string
    /** Shamrock. */
    readonly sub_id?: string
    /** Shamrock. */
    readonly expire?: number
  }
}

/** Shamrock's own word for a file in a private chat: the same event as `notice.offline_file`. */
export interface PrivateUpload extends OfflineFile {
  readonly private_file: OfflineFile['file']
}

/** What became of a file that the account offered directly (NapCat). */
export interface OnlineFileSend extends Notice<'notice.online_file_send'>, InChat {
  readonly sub_type: 'receive' | 'refuse'
  readonly peer_id: number
}

/** A file that was offered to the account directly is withdrawn (NapCat). */
export interface OnlineFileReceive extends Notice<'notice.online_file_receive'>, InChat {
  readonly sub_type: 'cancel'
  readonly peer_id: number
}

/** How far a flash transfer is (LLOneBot 7; later versions are silent). */
export interface FlashFile extends Notice<'notice.flash_file'> {
  readonly sub_type: 'downloading' | 'downloaded' | 'uploading' | 'uploaded'
  readonly title: string
  readonly share_link: string
  readonly file_set_id: string
  readonly files: readonly { readonly name: string; readonly size: string; readonly save_path?: string }[]
}

// The account

/** QQ threw the account out (NapCat, Lagrange). */
export interface BotOffline extends Notice<'notice.bot_offline'> {
  /** The account. */
  readonly user_id: number
  readonly tag: string
  readonly message: string
}

/** The account is back (Lagrange). */
export interface BotOnline extends Notice<'notice.bot_online'> {
  readonly reason: string
}

/** The account came or went on another device (go-cqhttp). */
export interface ClientStatus extends Notice<'notice.client_status'> {
  readonly online: boolean
  readonly client: { readonly app_id: number; readonly device_name: string; readonly device_kind: string }
}

// The family `notify`

/** Somebody nudged somebody; without `group_id` it was in a private chat. */
export interface Poke extends FriendNotice<'notice.notify.poke'> {
  readonly sub_type: 'poke'
  readonly group_id?: number
  /** Who nudged. In a private chat LLOneBot names the friend, whoever it was. */
  readonly user_id: number
  /** Who was nudged. */
  readonly target_id: number
  /** Who nudged; not from LLOneBot. */
  readonly sender_id?: number
  /** NapCat, LLOneBot: what QQ shows, in QQ's own form. */
  readonly raw_info?: unknown
  /** Lagrange: what QQ shows, e.g. `拍了拍`. */
  readonly action?: string
  readonly suffix?: string
  readonly action_img_url?: string
  /** Shamrock: who nudged. */
  readonly operator_id?: number
  /** Shamrock: what QQ shows. */
  readonly poke_detail?: {
    readonly action?: string
    readonly suffix?: string
    readonly action_img_url?: string
  }
}

/** A nudge was taken back (LLOneBot 7). */
export interface PokeRecall extends FriendNotice<'notice.notify.poke_recall'> {
  readonly sub_type: 'poke_recall'
  readonly group_id?: number
  readonly target_id: number
  readonly raw_info?: unknown
}

/** Who had most luck with a red envelope (go-cqhttp). */
export interface LuckyKing extends GroupNotice<'notice.notify.lucky_king'> {
  readonly sub_type: 'lucky_king'
  /** Who gave it, as in `sender_id`. */
  readonly user_id: number
  readonly sender_id: number
  /** Who got most. */
  readonly target_id: number
}

/** A member got an honour (go-cqhttp). */
export interface Honor extends GroupNotice<'notice.notify.honor'> {
  readonly sub_type: 'honor'
  /** `ERROR`: one that go-cqhttp does not know. */
  readonly honor_type: 'talkative' | 'performer' | 'emotion' | 'legend' | 'strong_newbie' | 'ERROR'
}

/** A member got a title. Not from Lagrange. */
export interface Title extends GroupNotice<'notice.notify.title'> {
  readonly sub_type: 'title'
  readonly title: string
}

/** Somebody liked the account's profile (NapCat, LLOneBot). */
export interface ProfileLike extends Notice<'notice.notify.profile_like'> {
  readonly sub_type: 'profile_like'
  readonly operator_id: number
  readonly operator_nick: string
  readonly times: number
}

/** The friend is typing (NapCat); frequent. */
export interface InputStatus extends FriendNotice<'notice.notify.input_status'> {
  readonly sub_type: 'input_status'
  readonly event_type: number
  readonly status_text: string
}

/** A grey line in a group that NapCat has no event for. */
export interface GrayTip extends GroupNotice<'notice.notify.gray_tip'> {
  readonly sub_type: 'gray_tip'
  readonly message_id: number
  readonly busi_id: string
  /** JSON of QQ's own making. */
  readonly content: string
  readonly raw_info: unknown
}

/** A group has a new name (NapCat; Lagrange as `notice.group_name_change`). */
export interface GroupName extends Notice<'notice.notify.group_name'>, InChat {
  readonly sub_type: 'group_name'
  readonly group_id: number
  /** Who named it; Lagrange does not say. */
  readonly user_id?: number
  readonly name_new: string
}

/** Lagrange's own word for a new name of a group: the same event as `notice.notify.group_name`. */
export interface GroupNameChange extends GroupName {}

/** A member signed in (Shamrock). */
export interface Sign extends GroupNotice<'notice.notify.sign'> {
  readonly sub_type: 'sign'
  readonly target_id?: number
  readonly sign_detail: { readonly action?: string; readonly rank_img?: string }
}

// Guilds (go-cqhttp)

/** Ids of guilds do not fit a number: all of them are strings. */
interface GuildNotice<Name extends string> extends Notice<Name>, InChat {
  readonly guild_id: string
  readonly channel_id: string
  readonly operator_id: string
  /** The one who did it, as in `operator_id`. */
  readonly user_id: string
  readonly self_tiny_id: string
}

export interface GuildChannelRecall extends GuildNotice<'notice.guild_channel_recall'> {
  readonly message_id: string
}

/** The reactions that a message has now. */
export interface MessageReactionsUpdated extends GuildNotice<'notice.message_reactions_updated'> {
  readonly message_id: string
  readonly current_reactions: readonly {
    readonly emoji_id: string
    readonly emoji_index?: number
    readonly emoji_type?: number
    readonly emoji_name?: string
    readonly count: number
    readonly clicked?: boolean
  }[]
}

/** What go-cqhttp tells of a channel. Numbers with more than 15 digits in it are not exact. */
export interface ChannelInfo {
  readonly channel_id: string
  readonly owner_guild_id: string
  readonly channel_type: number
  readonly channel_name: string
  readonly [field: string]: unknown
}

export interface ChannelCreated extends GuildNotice<'notice.channel_created'> {
  readonly channel_info: ChannelInfo
}

export interface ChannelDestroyed extends GuildNotice<'notice.channel_destroyed'> {
  readonly channel_info: ChannelInfo
}

export interface ChannelUpdated extends GuildNotice<'notice.channel_updated'> {
  readonly old_info: ChannelInfo
  readonly new_info: ChannelInfo
}
