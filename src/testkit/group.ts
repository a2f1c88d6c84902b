import type { AnySegment } from '../protocol/message.js'
import type { Delivered, Message, Request, Role, Tell } from './world-types.js'

export interface MemberOptions {
  readonly id: number
  readonly nickname?: string
  readonly card?: string
  readonly role?: Role
}

export interface GroupOptions {
  readonly id: number
  readonly name?: string
  /** What the bot's account is there. Default `member`. */
  readonly botRole?: Role
  readonly members?: readonly MemberOptions[]
}

/** What a group needs of its world. */
export interface Home {
  readonly selfId: number
  /** Milliseconds. */
  readonly clock: () => number
  readonly tell: Tell
  readonly newMessage: (
    chat: Message['chat'],
    from: number,
    message: string | readonly AnySegment[],
  ) => Message
  readonly newRequest: (request: Omit<Request, 'flag' | 'state'>) => Request
}

/** What `says` resolves to. */
export type Said = Delivered & { readonly message: Message }

/** Somebody in a group, and what they do there: each is told to the bot and resolves with its answer. */
export class Member {
  readonly id: number
  readonly nickname: string
  readonly card: string
  role: Role
  /** The talk that the bot's account has with this member without being friends. */
  readonly messages: Message[] = []
  readonly #group: Group
  readonly #home: Home

  constructor(
    { id, nickname = `user ${id}`, card = '', role = 'member' }: MemberOptions,
    group: Group,
    home: Home,
  ) {
    this.id = id
    this.nickname = nickname
    this.card = card
    this.role = role
    this.#group = group
    this.#home = home
  }

  /** Writes to the group. A string is plain text. */
  async says(words: string | readonly AnySegment[]): Promise<Said> {
    const message = this.#home.newMessage({ group: this.#group.id }, this.id, words)
    this.#group.messages.push(message)
    return { ...(await this.#home.tell({ kind: 'message', message })), message }
  }

  /** Writes to the bot alone, from the group: no friend is needed for that. */
  async whispers(words: string | readonly AnySegment[]): Promise<Said> {
    const message = this.#home.newMessage({ user: this.id, via: this.#group.id }, this.id, words)
    this.messages.push(message)
    return { ...(await this.#home.tell({ kind: 'message', message })), message }
  }

  /** Takes a message back, as its writer or as an admin. */
  recalls(message: Message): Promise<Delivered> {
    message.recalled = true
    return this.#tell({
      notice_type: 'group_recall',
      user_id: message.from,
      operator_id: this.id,
      message_id: message.id,
    })
  }

  leaves(): Promise<Delivered> {
    this.#group.members.delete(this.id)
    return this.#tell({
      notice_type: 'group_decrease',
      sub_type: 'leave',
      user_id: this.id,
      operator_id: this.id,
    })
  }

  /** Pokes the bot. */
  pokes(): Promise<Delivered> {
    return this.#tell({
      notice_type: 'notify',
      sub_type: 'poke',
      user_id: this.id,
      target_id: this.#home.selfId,
    })
  }

  /** Invites the bot's account to another group, which it becomes a member of when it approves. */
  invitesTo(group: number, comment = ''): Promise<Delivered & { readonly request: Request }> {
    const request = this.#home.newRequest({ kind: 'invite', user: this.id, group, comment })
    return this.#home.tell({ kind: 'request', request }).then((delivered) => ({ ...delivered, request }))
  }

  #tell(fields: Readonly<Record<string, unknown>>): Promise<Delivered> {
    return this.#home.tell({ kind: 'notice', fields: { group_id: this.#group.id, ...fields } })
  }
}

/** A group as it is now. */
export class Group {
  readonly id: number
  readonly name: string
  /** Everybody in it, the bot's account among them. */
  readonly members = new Map<number, Member>()
  readonly messages: Message[] = []
  wholeMuted = false
  /** Who was kicked and may not ask to come back. */
  readonly blocked = new Set<number>()
  readonly #home: Home
  readonly #mutes = new Map<number, { readonly seconds: number; readonly until: number }>()

  constructor({ id, name = `group ${id}`, botRole = 'member', members = [] }: GroupOptions, home: Home) {
    this.id = id
    this.name = name
    this.#home = home
    for (const member of [{ id: home.selfId, nickname: 'bot', role: botRole }, ...members]) this.add(member)
  }

  /** Makes somebody a member without telling the bot. */
  add(options: MemberOptions): Member {
    const member = new Member(options, this, this.#home)
    this.members.set(member.id, member)
    return member
  }

  /** Throws where there is no such member. */
  member(id: number): Member {
    const member = this.members.get(id)
    if (member === undefined) throw new Error(`${id} is no member of group ${this.id}`)
    return member
  }

  /** Somebody comes in, and the bot is told. */
  joins(options: MemberOptions): Promise<Delivered> {
    this.add(options)
    const fields = { notice_type: 'group_increase', sub_type: 'approve', user_id: options.id, operator_id: 0 }
    return this.#home.tell({ kind: 'notice', fields: { group_id: this.id, ...fields } })
  }

  /** Who is muted at this moment, each with the seconds of the mute. */
  get muted(): ReadonlyMap<number, number> {
    const running = [...this.#mutes].filter(([, { until }]) => until > this.#home.clock())
    return new Map(running.map(([user, { seconds }]) => [user, seconds]))
  }

  /** 0 lifts the mute. */
  mute(user: number, seconds: number): void {
    if (seconds === 0) this.#mutes.delete(user)
    else this.#mutes.set(user, { seconds, until: this.#home.clock() + seconds * 1000 })
  }
}
