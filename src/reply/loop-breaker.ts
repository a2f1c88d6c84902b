import type { CountingLog } from '../log.js'
import { Recent } from '../protocol/recent.js'

const windowMs = 10_000
const pauseMs = 60_000
/** Chats remembered, at least. */
const maxChats = 10_000

interface Chat {
  /** When the replies in the window were sent, in a ring: the oldest is at `oldest`. */
  readonly times: number[]
  oldest: number
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
      chat.oldest = 0
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
      const { times, oldest } = chat
      const first = times[oldest]
      const isFree = first !== undefined && now - first >= windowMs
      if (!isFree && times.length >= this.#limit) return false
      // The ring grows only as far as one window needs it.
      if (isFree) times[oldest] = now
      else times.splice(oldest, 0, now)
      chat.oldest = (oldest + 1) % times.length
    }
    return true
  }

  #chatOf(key: string): Chat {
    const known = this.#chats.get(key)
    if (known !== undefined) return known
    const chat: Chat = { times: [], oldest: 0, pausedUntil: Number.NEGATIVE_INFINITY }
    this.#chats.set(key, chat)
    return chat
  }
}
