import type { Api } from './action.js'
import type { AskOptions } from './ask.js'
import { reply as quotation, text } from './build-segment.js'
import { type Conversation, chatKey, type Place, type Route, routeTo } from './chat.js'
import { attachedTo } from './event-tools.js'
import type { ForwardItem, ForwardOptions } from './forward.js'
import type { HistoryOptions, PastMessage } from './history.js'
import { type Id, isId, toId } from './ids.js'
import type { AnySegment, Reply, Segment } from './message.js'
import { imagesOf, mentionsOf, type Picture, quotedId } from './read-message.js'
import { type SentMessage, sentMessageOf, toSentMessage } from './sent-message.js'

/** An event that takes place in a conversation. */
export interface InChat {
  /** A stable key of the conversation: the account and the group or user, e.g. `'123456789:group:456789012'`. */
  readonly chat: string
  /**
   * Sends a message to the conversation: `send_group_msg`, `send_private_msg` (with the `group_id` of a
   * temporary session), `send_guild_channel_msg` in guilds. Rejects like `api.call`.
   */
  reply(content: Reply): Promise<SentMessage>
  /** Sends several messages to the conversation as one: `api.sendForward`. Guilds have no forwards. */
  forward(items: readonly ForwardItem[], options?: ForwardOptions): Promise<SentMessage>
  /** The messages of the conversation, the newest first: `api.history`. Guilds have no history. */
  history(options?: HistoryOptions): AsyncIterable<PastMessage>
}

/** What a message says besides its fields. */
export interface MessageHelpers {
  /** The pictures: what the segments of type `image` hold. */
  readonly images: readonly Picture[]
  /** Who is mentioned: QQ numbers and `'all'`; in guilds digits. */
  readonly mentions: readonly (number | string)[]
  /** The `message_id` of the quoted message. */
  readonly quoted: number | string | undefined
  /**
   * Whether it is meant for the account: it is private, mentions the account, or quotes one of its messages.
   * A quotation names only an id; whose message it was is known only from go-cqhttp with `extra-reply-data`.
   * QQ adds a mention when somebody quotes in a group, so the others are found by that unless it was deleted.
   */
  readonly isToMe: boolean
  /** Whether the sender is owner or administrator of the group; false where the role is not known. */
  readonly isFromAdmin: boolean
  /**
   * The text with every mention in its place, written `@10001` or `@all`.
   * `withoutMe`: without the mentions of the account.
   */
  textWithMentions(options?: { readonly withoutMe?: boolean }): string
}

/** What can be done with a message. Each rejects like `api.call`. */
export interface OnMessage {
  /** Like `reply`, quoting this message. */
  quote(content: Reply): Promise<SentMessage>
  /** Recalls it: `delete_msg`. */
  recall(): Promise<void>
  /**
   * Puts a reaction on it: `set_msg_emoji_like` (NapCat, LLOneBot). For ids see QQ's list of emoji; a character
   * has its code point as id.
   */
  react(emojiId: number | string): Promise<void>
}

/** The fields that the helpers read. They come from outside: only what was checked is more than `unknown`. */
interface Fields extends Place {
  readonly api: Api
  readonly time?: unknown
  readonly post_type: string
  readonly message: readonly Segment[]
  readonly message_id?: unknown
  readonly self_tiny_id?: unknown
  readonly sender: { readonly role?: unknown }
}

const toSegments = (content: Reply): readonly AnySegment[] => {
  const message = toSentMessage(content)
  return typeof message === 'string' ? [text(message)] : message
}

const callTo = (api: Api, route: Route, message: readonly AnySegment[]): Promise<unknown> => {
  switch (route.action) {
    case 'send_group_msg':
      return api.call(route.action, { ...route.params, message })
    case 'send_private_msg':
      return api.call(route.action, { ...route.params, message })
    case 'send_guild_channel_msg':
      return api.call(route.action, { ...route.params, message })
  }
}

const send = async (event: Fields, message: readonly AnySegment[]): Promise<SentMessage> => {
  const route = routeTo(event)
  if (route === undefined) throw new TypeError('the event names no chat to send a message to')
  return sentMessageOf(await callTo(event.api, route, message))
}

const conversationOf = (event: Fields): Conversation => {
  const route = routeTo(event)
  if (route === undefined || route.action === 'send_guild_channel_msg')
    throw new TypeError('the event takes place in no group and with no person')
  return route.params
}

const messageIdOf = ({ message_id }: Fields): Id => {
  if (isId(message_id)) return message_id
  throw new TypeError('the message has no message_id')
}

const isMe = ({ self_id, self_tiny_id }: Fields, id: Id): boolean =>
  id === self_id || (self_tiny_id !== undefined && id === toId(self_tiny_id))

const quotesMe = (event: Fields): boolean =>
  event.message.some(({ type, data }) => type === 'reply' && toId(data.qq) === event.self_id)

const mentionText = (event: Fields, segment: Segment, withoutMe: boolean): string => {
  const id = mentionsOf([segment])[0]
  return id === undefined || (withoutMe && isMe(event, id)) ? '' : `@${id}`
}

type Helpers<Shape> = Shape & ThisType<Fields>

/** A copy of an event has none of these. */
interface OnEvery {
  readonly raw: unknown
  readonly api: Api | undefined
  readonly signal: AbortSignal | undefined
  readonly redelivered: boolean
  readonly missed: boolean
  readonly date: Date
}

const onEvery: Helpers<OnEvery> = {
  get raw() {
    return attachedTo(this)?.raw
  },
  get api() {
    return attachedTo(this)?.tools.api
  },
  get signal() {
    return attachedTo(this)?.tools.signal
  },
  get redelivered() {
    return attachedTo(this)?.redelivered ?? false
  },
  get missed() {
    return attachedTo(this)?.missed ?? false
  },
  get date() {
    return new Date(typeof this.time === 'number' ? this.time * 1000 : Number.NaN)
  },
}

/** `CanAsk` before its types. */
interface Asking {
  ask(question: Reply, options?: AskOptions): Promise<unknown>
}

const inChat: Helpers<InChat & Asking> = {
  get chat() {
    return chatKey(this)
  },
  reply(content) {
    return send(this, toSegments(content))
  },
  async forward(items, options) {
    return this.api.sendForward(conversationOf(this), items, options)
  },
  history(options) {
    return this.api.history(conversationOf(this), options)
  },
  ask(question, options) {
    const ask = attachedTo(this)?.tools.ask
    if (ask === undefined) return Promise.reject(new TypeError('a copy of an event cannot ask'))
    return ask(this, question, options)
  },
}

const onMessages: Helpers<MessageHelpers & OnMessage> = {
  get images() {
    return imagesOf(this.message)
  },
  get mentions() {
    return mentionsOf(this.message)
  },
  get quoted() {
    return quotedId(this.message)
  },
  get isToMe() {
    if (this.post_type === 'message_sent') return false
    return (
      this.message_type === 'private' ||
      mentionsOf(this.message).some((id) => isMe(this, id)) ||
      quotesMe(this)
    )
  },
  get isFromAdmin() {
    return this.sender.role === 'owner' || this.sender.role === 'admin'
  },
  textWithMentions({ withoutMe = false } = {}) {
    return this.message
      .map((segment) => {
        if (segment.type === 'at') return mentionText(this, segment, withoutMe)
        return segment.type === 'text' && typeof segment.data.text === 'string' ? segment.data.text : ''
      })
      .join('')
      .trim()
  },
  quote(content) {
    const { message_id } = this
    return send(this, [...(isId(message_id) ? [quotation(message_id)] : []), ...toSegments(content)])
  },
  async recall() {
    await this.api.call('delete_msg', { message_id: messageIdOf(this) })
  },
  async react(emojiId) {
    // What an implementation does without an optional parameter differs: be explicit.
    const params = { message_id: messageIdOf(this), emoji_id: String(emojiId), set: true }
    await this.api.call('set_msg_emoji_like', params)
  },
}

/** Not enumerable: a loop over an event meets its fields only. */
const prototypeOf = (...parts: readonly object[]): object => {
  const prototype = {}
  for (const part of parts) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(part)))
      Object.defineProperty(prototype, name, { ...descriptor, enumerable: false })
  }
  return Object.freeze(prototype)
}

/** Shared by all events of a kind, so that an event carries its fields and nothing else. */
export const helpers = {
  every: prototypeOf(onEvery),
  inChat: prototypeOf(onEvery, inChat),
  message: prototypeOf(onEvery, inChat, onMessages),
} as const

export type HelperKind = keyof typeof helpers
