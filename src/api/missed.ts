import type { Api } from '../protocol/action.js'
import type { GroupRequest } from '../protocol/action-map.js'
import type { Conversation } from '../protocol/chat.js'
import { toId } from '../protocol/ids.js'
import { Recent } from '../protocol/recent.js'
import { readHistory } from './history.js'

export interface MissedOptions {
  /** Messages of one chat, the last ones. Default 50. */
  readonly perChat?: number
  /** Chats that are asked for, those that were active last. Default 100. */
  readonly chats?: number
  /** Milliseconds: what is older is not asked for. Default one day. */
  readonly maxAgeMs?: number
}

export const defaultMissed = { perChat: 50, chats: 100, maxAgeMs: 24 * 60 * 60_000 } as const

type Raw = Readonly<Record<string, unknown>>

/** An account as it was seen last. */
export interface Trail {
  /** When its last event came, in milliseconds. */
  readonly heardAt: number
  /** Its chats with the last message of each, the last active first. */
  readonly chats: readonly (readonly [Conversation, lastId: unknown])[]
}

/** A chat and its last message. */
interface Mark {
  readonly conversation: Conversation
  lastId: unknown
  /** Counts the events of the account. */
  order: number
}

interface Account {
  heardAt: number
  events: number
  readonly chats: Recent<number, Mark>
}

/** Accounts remembered, at least. */
const maxAccounts = 5000
/** Chats of one account that are remembered, at least. */
const maxChats = 1000

/** A key of the conversation of an event, without making it: users have negative ones. */
const conversationKey = ({ message_type, group_id, user_id }: Raw): number | undefined => {
  if (message_type === 'group') return Number(group_id)
  return message_type === 'private' ? -Number(user_id) : undefined
}

const conversationOf = ({ message_type, group_id, user_id }: Raw): Conversation | undefined => {
  const [group, user] = [toId(group_id), toId(user_id)]
  if (message_type === 'group' && typeof group === 'number') return { group_id: group }
  return message_type === 'private' && typeof user === 'number' ? { user_id: user } : undefined
}

/** Where each account was active, to know what it may have missed. */
export class Trails {
  readonly #accounts = new Recent<number, Account>(maxAccounts)

  /** `at`: when the event came, in milliseconds. */
  note(selfId: number, raw: Raw, at: number): void {
    const account = this.#accountOf(selfId)
    account.heardAt = Math.max(account.heardAt, at)
    const key = conversationKey(raw)
    const mark = key === undefined ? undefined : (account.chats.get(key) ?? this.#markIn(account, key, raw))
    if (mark === undefined) return
    account.events += 1
    mark.order = account.events
    mark.lastId = raw.message_id
  }

  /** `undefined`: it was never heard of, so nobody knows what it has missed. */
  of(selfId: number): Trail | undefined {
    const account = this.#accounts.get(selfId)
    if (account === undefined) return undefined
    const marks = [...account.chats.entries()].map(([, mark]) => mark)
    const chats = marks
      .sort((one, other) => other.order - one.order)
      .map(({ conversation, lastId }) => [conversation, lastId] as const)
    return { heardAt: account.heardAt, chats }
  }

  #markIn({ chats }: Account, key: number, raw: Raw): Mark | undefined {
    const conversation = conversationOf(raw)
    if (conversation === undefined) return undefined
    const mark: Mark = { conversation, lastId: undefined, order: 0 }
    chats.set(key, mark)
    return mark
  }

  #accountOf(selfId: number): Account {
    const known = this.#accounts.get(selfId)
    if (known !== undefined) return known
    const made: Account = { heardAt: Number.NEGATIVE_INFINITY, events: 0, chats: new Recent(maxChats) }
    this.#accounts.set(selfId, made)
    return made
  }
}

/** Clocks of two machines may differ by so much, in milliseconds. */
const slackMs = 60_000

/**
 * What happened while nobody heard the account, as bodies of events, chat by chat, the oldest first: messages, then
 * requests that nobody has answered. What an implementation does not tell is left out; `failed` is told why.
 */
export async function* missedEvents(
  api: Api,
  trail: Trail,
  now: number,
  failed: (error: unknown) => void,
  options: MissedOptions = {},
): AsyncGenerator<Raw> {
  const { perChat, chats, maxAgeMs } = { ...defaultMissed, ...options }
  const since = Math.max(trail.heardAt - slackMs, now - maxAgeMs)
  for (const [conversation, lastId] of trail.chats.slice(0, chats)) {
    const messages: Raw[] = []
    try {
      for await (const { message, text: _, ...stored } of readHistory(api, conversation, {
        limit: perChat,
      })) {
        if (stored.message_id === lastId || stored.time * 1000 < since) break
        if (Number(stored.sender.user_id) !== api.selfId) messages.push({ ...stored, message })
      }
    } catch (error) {
      failed(error)
    }
    for (const message of messages.reverse()) yield toMessageEvent(api.selfId, conversation, message)
  }
  try {
    yield* await openRequests(api, now)
  } catch (error) {
    failed(error)
  }
}

const toMessageEvent = (selfId: number, conversation: Conversation, stored: Raw): Raw => {
  const { sender } = stored as { readonly sender?: Raw }
  return {
    ...stored,
    self_id: selfId,
    post_type: 'message',
    message_type: conversation.user_id === undefined ? 'group' : 'private',
    sub_type: stored.sub_type ?? (conversation.user_id === undefined ? 'normal' : 'friend'),
    user_id: stored.user_id ?? sender?.user_id,
    ...(conversation.user_id === undefined ? { group_id: conversation.group_id } : {}),
  }
}

const openRequests = async (api: Api, now: number): Promise<Raw[]> => {
  const { join_requests, invited_requests } = await api.get_group_system_msg()
  const time = Math.floor(now / 1000)
  const toRequest =
    (sub_type: 'add' | 'invite') =>
    ({ request_id, group_id, message = '', requester_uin, invitor_uin }: GroupRequest): Raw => ({
      time,
      self_id: api.selfId,
      post_type: 'request',
      request_type: 'group',
      sub_type,
      group_id,
      user_id: sub_type === 'add' ? requester_uin : invitor_uin,
      comment: message,
      flag: String(request_id),
    })
  const open = (requests: readonly GroupRequest[] | null | undefined): readonly GroupRequest[] =>
    (requests ?? []).filter(({ checked }) => !checked)
  return [...open(join_requests).map(toRequest('add')), ...open(invited_requests).map(toRequest('invite'))]
}
