import type { Ask } from './ask.js'
import type { BaseEvent } from './base-event.js'
import type { InChat, MessageHelpers, OnMessage } from './event-helpers.js'
import type { Segment } from './message.js'

/** What an implementation tells of the sender of a message; NapCat leaves out all below `role`. */
export interface Sender {
  readonly user_id: number
  readonly nickname: string
  /** The name in this group. */
  readonly card?: string
  /** Missing when the sender does not know it: the member is not cached, or it is no group. */
  readonly role?: 'owner' | 'admin' | 'member'
  readonly sex?: 'male' | 'female' | 'unknown'
  readonly age?: number
  readonly area?: string
  readonly level?: string
  readonly title?: string
  /** The group of a temporary session (LLOneBot, go-cqhttp); `group_id` of the message has it always. */
  readonly group_id?: number
}

/** What every message has, whatever its ids look like. */
interface AnyMessage<Name extends string> extends BaseEvent<Name>, MessageHelpers {
  /** `message_sent` for what the account itself sent, also where Lagrange calls it `message`. */
  readonly post_type: 'message' | 'message_sent'
  /** Always segments, whatever the sender's format. May be empty: not every element has a segment. */
  readonly message: readonly Segment[]
  /** The text without mentions, pictures and the rest, trimmed. */
  readonly text: string
}

interface Message<Name extends string> extends AnyMessage<Name>, InChat, OnMessage {
  /** Opaque and per account; may be negative or zero. NapCat forgets it after 5000 messages or a restart. */
  readonly message_id: number
  readonly user_id: number
  /** A CQ string that is no help: every implementation writes another one. */
  readonly raw_message: string
  readonly font?: number
  readonly sender: Sender
  /** NapCat: `message_id`; LLOneBot, go-cqhttp: the position in the conversation. */
  readonly message_seq?: number
  /** NapCat: `message_id` once more. */
  readonly real_id?: number
  /** NapCat: the position in the conversation. */
  readonly real_seq?: string
  /** NapCat, LLOneBot: how `message` was written. */
  readonly message_format?: 'array' | 'string'
  /** Who it is for; NapCat, go-cqhttp and Lagrange say it in private, LLOneBot only of own messages. */
  readonly target_id?: number
  /** NapCat: on own messages. */
  readonly message_sent_type?: string
  /** Shamrock: the account. */
  readonly peer_id?: number
}

interface Private<Name extends string> extends Message<Name> {
  readonly message_type: 'private'
  /** `group`: a temporary session with a member of a group. */
  readonly sub_type: 'friend' | 'group' | 'other'
  /** The source of a temporary session, where the sender names it. */
  readonly group_id?: number
  readonly temp_source?: number
}

interface Group<Name extends string> extends Message<Name> {
  readonly message_type: 'group'
  readonly sub_type: 'normal' | 'anonymous' | 'notice'
  readonly group_id: number
  /** NapCat, LLOneBot; may be empty. */
  readonly group_name?: string
  /** go-cqhttp: who an anonymous message is from. */
  readonly anonymous?: { readonly id: number; readonly name: string; readonly flag: string }
  /** Lagrange: how the message looks, in its own form. */
  readonly message_style?: unknown
}

/** Ids of guilds do not fit a number: all of them are strings, and no quick action works. */
interface Guild<Name extends string> extends AnyMessage<Name>, InChat {
  readonly message_type: 'guild'
  readonly sub_type: 'channel'
  readonly guild_id: string
  readonly channel_id: string
  readonly message_id: string
  /** The number inside guilds, not the QQ number. */
  readonly user_id: string
  /** The account's number inside guilds (go-cqhttp). */
  readonly self_tiny_id?: string
  readonly sender: {
    readonly user_id: string
    readonly nickname: string
    readonly tiny_id?: string
    readonly role?: 'owner' | 'admin' | 'member'
  }
  readonly raw_message?: string
  readonly font?: number
  readonly peer_id?: number
}

/** An event from somebody who can be asked something. */
export interface CanAsk {
  /** Asks and waits for what they write next, see docs/conversations.md. */
  readonly ask: Ask<PrivateMessage | GroupMessage>
}

export interface PrivateMessage extends Private<'message.private'>, CanAsk {}
export interface GroupMessage extends Group<'message.group'>, CanAsk {}
/** go-cqhttp and Shamrock. No part of the family `message`, whose ids are numbers. */
export type GuildMessage = Guild<'message.guild'>
/** A message that the account itself sent, from wherever. */
export type SentPrivateMessage = Private<'message_sent.private'>
export type SentGroupMessage = Group<'message_sent.group'>
export type SentGuildMessage = Guild<'message_sent.guild'>
