import type { CountingLog } from '../log.js'
import { Recent } from '../protocol/recent.js'

const windowMs = 10_000
const pauseMs = 60_000
/** Chats remembered, at least. */
const maxChats = 10_000

interface Chat {
  /** When the last replies were sent, as many as there may be in the window; the place of the oldest is `next`. */
  readonly times: number[]
  next: number
  pausedUntil: number
}

/** Stops two bots that answer each other: too many replies in one chat, and there are none for a minute. */
export class LoopBreaker {
  readonly #chats = new Recent<string, Chat>(maxChats)
  readonly #limit: number
  readonly #say: CountingLog
  readonly #now: () => number

  /** `limit`: replies in one chat within ten seconds. */
  constructor(limit: number, say: CountingLog, now: () => number) {
    this.#limit = limit
    this.#say = say
    this.#now = now
  }

  /** Whether this many replies may be sent to a chat now. They count as sent. */
  admits(key: string, replies: number): boolean {
    if (replies === 0) return true
    const now = this.#now()
    const chat = this.#chatOf(key)
    if (now >= chat.pausedUntil && this.#count(chat, now, replies)) return true
    if (now >= chat.pausedUntil) {
      chat.pausedUntil = now + pauseMs
      chat.times.length = 0
      chat.next = 0
    }
    this.#say.say({
      key: 'loop',
      detail: key,
      level: 'error',
      fields: { chat: key },
      message: `more than ${this.#limit} answers in one chat within ${windowMs / 1000} s: no reply is sent there for ${pauseMs / 1000} s; does another bot answer this one? ("answersPerChat")`,
    })
    return false
  }

  /** Counts these replies; `false`: with them there are too many within the window. */
  #count(chat: Chat, now: number, replies: number): boolean {
    for (let count = 0; count < replies; count += 1) {
      const oldest = chat.times.length < this.#limit ? undefined : chat.times[chat.next]
      if (oldest !== undefined && now - oldest < windowMs) return false
      chat.times[chat.next] = now
      chat.next = (chat.next + 1) % this.#limit
    }
    return true
  }

  #chatOf(key: string): Chat {
    const known = this.#chats.get(key)
    if (known !== undefined) return known
    const chat: Chat = { times: [], next: 0, pausedUntil: Number.NEGATIVE_INFINITY }
    this.#chats.set(key, chat)
    return chat
  }
}
