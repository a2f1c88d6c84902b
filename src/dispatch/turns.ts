import { type Clock, systemClock } from '../protocol/clock.js'
import { isLater, type NowOrLater } from '../protocol/now-or-later.js'
import type { Turn } from '../protocol/turn.js'

export const orders = ['none', 'chat'] as const

/** `none`: events of one chat begin in order and run at the same time; `chat`: one after another. */
export type Order = (typeof orders)[number]

export interface TurnLimits {
  /** Events with handlers at work. */
  readonly concurrent: number
  /** Events that wait for one of these places. */
  readonly queued: number
  /** Events of one chat, at work or waiting: one chat must not take all the places. */
  readonly perChat: number
}

export const defaultTurnLimits: TurnLimits = { concurrent: 1000, queued: 10_000, perChat: 200 }

export interface TurnsOptions extends TurnLimits {
  readonly order: Order
  /** Milliseconds after which work that is still not done gives its place up, so that nobody waits for ever. */
  readonly budgetMs: number
  /** Default: that of the machine. */
  readonly clock?: Clock
}

interface Chat {
  readonly key: string
  /** In the order of arrival. */
  readonly waiting: Place[]
  atWork: number
}

const isIdle = ({ waiting, atWork }: Chat): boolean => waiting.length === 0 && atWork === 0

/** A chat that nobody is in may stay until there are so many: the next event of it is often not far. */
const idleChats = 1000

/** Who of the events that are here may begin: each chat in the order of arrival, the chats by turns. */
export class Turns {
  readonly #options: TurnsOptions
  readonly #chats = new Map<string, Chat>()
  /** So many chats, and those that nobody is in go. */
  #sweepAt = idleChats
  /** The chats whose first event may begin, in the order in which they do. */
  readonly #ready = new Set<Chat>()
  #atWork = 0
  #waiting = 0
  #isAdvancing = false

  constructor(options: TurnsOptions) {
    this.#options = options
  }

  /** How many events are at work. */
  get atWork(): number {
    return this.#atWork
  }

  /** How many events wait. */
  get waiting(): number {
    return this.#waiting
  }

  /** A place in the order of this chat; `undefined`: there is none left. */
  enter(key: string): Turn | undefined {
    const { concurrent, queued, perChat } = this.#options
    const chat = this.#chats.get(key)
    const isFull = this.#atWork + this.#waiting >= concurrent + queued
    const isChatFull = chat !== undefined && chat.atWork + chat.waiting.length >= perChat
    if (isFull || isChatFull) return undefined
    return this.#take(chat ?? this.#open(key))
  }

  /** The same for what cannot be refused any more: in front of those that are not ready yet, who may wait for it. */
  join(key: string): Turn {
    const chat = this.#chats.get(key) ?? this.#open(key)
    return this.#take(
      chat,
      chat.waiting.findIndex(({ isReady }) => !isReady),
    )
  }

  /** The event of this place is ready. */
  begin(place: Place): void {
    if (this.#isAlone(place)) {
      place.chat.waiting.pop()
      this.#waiting -= 1
      this.#count(place.chat, 1)
      this.#start(place)
      return
    }
    this.#look(place.chat)
    this.#advance()
  }

  /** Nobody is before it, in its chat or elsewhere. */
  #isAlone({ chat }: Place): boolean {
    const isFirst = chat.waiting.length === 1 && (this.#options.order === 'none' || chat.atWork === 0)
    return isFirst && this.#ready.size === 0 && this.#atWork < this.#options.concurrent
  }

  /** The event of this place does not come. */
  leave(place: Place): void {
    if (this.#remove(place)) this.#advance()
  }

  #open(key: string): Chat {
    if (this.#chats.size >= this.#sweepAt) this.#sweep()
    const chat: Chat = { key, waiting: [], atWork: 0 }
    this.#chats.set(key, chat)
    return chat
  }

  #sweep(): void {
    for (const chat of this.#chats.values()) if (isIdle(chat)) this.#chats.delete(chat.key)
    this.#sweepAt = this.#chats.size + idleChats
  }

  /** `index`: before this one; -1: behind all. */
  #take(chat: Chat, index = -1): Turn {
    const place = new Place(this, chat)
    if (index === -1) chat.waiting.push(place)
    else chat.waiting.splice(index, 0, place)
    this.#waiting += 1
    return place
  }

  #count(chat: Chat, change: 1 | -1): void {
    this.#atWork += change
    chat.atWork += change
  }

  #start(place: Place): void {
    const done = place.work()
    if (isLater(done)) this.#await(place, done)
    else this.#end(place)
  }

  #await(place: Place, done: Promise<void>): void {
    const { budgetMs, clock = systemClock } = this.#options
    const stop = clock.after(budgetMs, () => this.#end(place))
    void done.then(() => {
      stop()
      this.#end(place)
    })
  }

  /** It is done, or has given its place up before. */
  #end(place: Place): void {
    if (place.hasEnded) return
    place.hasEnded = true
    this.#count(place.chat, -1)
    this.#look(place.chat)
    this.#advance()
  }

  /** What is done at once comes back here while it is still going on, and leaves the rest to it. */
  #advance(): void {
    if (this.#isAdvancing || this.#ready.size === 0) return
    this.#isAdvancing = true
    try {
      this.#advanceAll()
    } finally {
      this.#isAdvancing = false
    }
  }

  #advanceAll(): void {
    for (const chat of this.#ready) {
      if (this.#atWork >= this.#options.concurrent) return
      this.#ready.delete(chat)
      const [first] = chat.waiting
      if (first === undefined || !first.isReady) continue
      this.#count(chat, 1)
      this.#remove(first)
      this.#start(first)
    }
  }

  #remove(place: Place): boolean {
    const { chat } = place
    const index = chat.waiting.indexOf(place)
    if (index === -1) return false
    chat.waiting.splice(index, 1)
    this.#waiting -= 1
    this.#look(chat)
    return true
  }

  /** Whether a chat may go on has changed. */
  #look(chat: Chat): void {
    const mayBegin = this.#options.order === 'none' || chat.atWork === 0
    if (mayBegin && chat.waiting[0]?.isReady) this.#ready.add(chat)
    else this.#ready.delete(chat)
  }
}

/** The place of one event. */
class Place implements Turn {
  readonly chat: Chat
  /** Others may have its place among those at work. */
  hasEnded = false
  readonly #turns: Turns
  #work: (() => NowOrLater<void>) | undefined
  #hasBegun = false
  /** What its work has come to. */
  #done: NowOrLater<void> = undefined
  #tell: ((value: NowOrLater<void>) => void) | undefined

  constructor(turns: Turns, chat: Chat) {
    this.#turns = turns
    this.chat = chat
  }

  /** False: its event is not ready yet, and everybody behind it in its chat waits. */
  get isReady(): boolean {
    return this.#work !== undefined
  }

  run(work: () => NowOrLater<void>): NowOrLater<void> {
    this.#work = work
    this.#turns.begin(this)
    if (this.#hasBegun) return this.#done
    return new Promise((resolve) => {
      this.#tell = resolve
    })
  }

  cancel(): void {
    if (!this.isReady) this.#turns.leave(this)
  }

  /** Its turn has come. */
  work(): NowOrLater<void> {
    this.#hasBegun = true
    this.#done = this.#work?.()
    this.#tell?.(this.#done)
    return this.#done
  }
}
