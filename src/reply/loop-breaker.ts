import type { CountingLog } from '../log.js'

const windowMs = 10_000
const pauseMs = 60_000
/** Chats remembered; the oldest are forgotten first. */
const maxChats = 10_000

interface Chat {
  /** When replies were sent, within the window. */
  times: readonly number[]
  pausedUntil: number
}

/** Stops two bots that answer each other: too many replies in one chat, and there are none for a minute. */
export class LoopBreaker {
  readonly #chats = new Map<string, Chat>()
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
    const times = [...chat.times.filter((time) => now - time < windowMs), ...Array(replies).fill(now)]
    const isPaused = now < chat.pausedUntil
    if (!isPaused && times.length <= this.#limit) {
      chat.times = times
      return true
    }
    if (!isPaused) {
      chat.pausedUntil = now + pauseMs
      chat.times = []
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

  #chatOf(key: string): Chat {
    const chat = this.#chats.get(key) ?? { times: [], pausedUntil: Number.NEGATIVE_INFINITY }
    this.#chats.delete(key)
    this.#chats.set(key, chat)
    const [oldest] = this.#chats.keys()
    if (this.#chats.size > maxChats && oldest !== undefined) this.#chats.delete(oldest)
    return chat
  }
}
