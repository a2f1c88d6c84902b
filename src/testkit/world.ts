import type { AnySegment } from '../protocol/message.js'
import { Group, type GroupOptions, type Home, type Said } from './group.js'
import { quotesOf, textOf, toList, toShown } from './show-message.js'
import type { Change, Chat, Delivered, Message, Request, Tell } from './world-types.js'

export interface WorldOptions {
  readonly selfId: number
  /** Milliseconds. */
  readonly clock: () => number
  readonly tell: Tell
  /** The `flag` of a request, as the implementation writes it. */
  readonly flagOf: (request: Omit<Request, 'flag' | 'state'>, number: number, seconds: number) => string
  /** The id of the first message; the next ones follow. */
  readonly firstMessageId: number
  /** Whether QQ talks to the account. */
  readonly isOnline: () => boolean
  /** Is told of every message of the bot's account. */
  readonly onSent?: (message: Message) => void
}

export interface FriendOptions {
  readonly id: number
  readonly nickname?: string
  readonly remark?: string
}

export interface Friend {
  readonly id: number
  readonly nickname: string
  /** The name that the bot's account gave them. */
  remark: string
  /** The talk with them. */
  readonly messages: Message[]
  /** Writes to the bot. A string is plain text. */
  readonly says: (words: string | readonly AnySegment[]) => Promise<Said>
}

/** Somebody who is no friend. */
export interface Stranger {
  readonly asksToBeFriend: (comment?: string) => Promise<Delivered & { readonly request: Request }>
  readonly asksToJoin: (group: number, comment?: string) => Promise<Delivered & { readonly request: Request }>
}

/** All that the bot's account can see and change. Everything in it is counted, nothing is random. */
export class World {
  readonly selfId: number
  readonly clock: () => number
  /** What the bot's account did, in order. */
  readonly changes: Change[] = []
  readonly friends = new Map<number, Friend>()
  readonly groups = new Map<number, Group>()
  readonly requests: Request[] = []
  readonly isOnline: () => boolean
  readonly onSent: (message: Message) => void
  readonly #messages = new Map<number, Message>()
  readonly #home: Home
  #nextMessageId: number

  constructor({ selfId, clock, tell, flagOf, firstMessageId, isOnline, onSent = () => {} }: WorldOptions) {
    this.selfId = selfId
    this.clock = clock
    this.isOnline = isOnline
    this.onSent = onSent
    this.#nextMessageId = firstMessageId
    const newRequest: Home['newRequest'] = (asked) => {
      const flag = flagOf(asked, this.requests.length + 1, this.seconds)
      const request: Request = { ...asked, flag, state: 'open' }
      this.requests.push(request)
      return request
    }
    const newMessage: Home['newMessage'] = (chat, from, message) =>
      this.write(chat, from, toList(message, true))
    this.#home = { selfId, clock, tell, newMessage, newRequest }
  }

  get seconds(): number {
    return Math.floor(this.clock() / 1000)
  }

  addGroup(options: GroupOptions): Group {
    const group = new Group(options, this.#home)
    this.groups.set(group.id, group)
    return group
  }

  addFriend({ id, nickname = `user ${id}`, remark = '' }: FriendOptions): Friend {
    const messages: Message[] = []
    const says = async (words: string | readonly AnySegment[]): Promise<Said> => {
      const message = this.#home.newMessage({ user: id }, id, words)
      messages.push(message)
      return { ...(await this.#home.tell({ kind: 'message', message })), message }
    }
    const friend: Friend = { id, nickname, remark, messages, says }
    this.friends.set(id, friend)
    return friend
  }

  /** Throws where there is no such group. */
  group(id: number): Group {
    const group = this.groups.get(id)
    if (group === undefined) throw new Error(`there is no group ${id}`)
    return group
  }

  /** Throws where there is no such friend. */
  friend(id: number): Friend {
    const friend = this.friends.get(id)
    if (friend === undefined) throw new Error(`${id} is no friend`)
    return friend
  }

  stranger(user: number): Stranger {
    const ask = async (asked: Omit<Request, 'flag' | 'state'>) => {
      const request = this.#home.newRequest(asked)
      return { ...(await this.#home.tell({ kind: 'request', request })), request }
    }
    return {
      asksToBeFriend: (comment = '') => ask({ kind: 'friend', user, comment }),
      asksToJoin: (group, comment = '') => ask({ kind: 'add', user, group, comment }),
    }
  }

  /** Whatever was written under this id, in any chat. */
  message(id: number): Message | undefined {
    return this.#messages.get(id)
  }

  /** A new message. Its chat has to be given it. */
  write(chat: Chat, from: number, segments: readonly AnySegment[]): Message {
    const shown = toShown(segments)
    const message: Message = {
      id: this.#nextMessageId,
      chat,
      from,
      time: this.seconds,
      segments: shown,
      text: textOf(shown),
      quotes: quotesOf(shown),
      recalled: false,
      reactions: [],
    }
    this.#nextMessageId += 1
    this.#messages.set(message.id, message)
    return message
  }
}
