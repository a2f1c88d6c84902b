import { ApiNotSent, ConfigError } from '../errors.js'
import { type Priority, priorities } from '../protocol/action.js'
import type { Clock } from '../protocol/clock.js'
import type { Send } from './sends.js'
import { type Rate, TokenBucket } from './token-bucket.js'

/** How fast an account may send, so that QQ does not take it for a machine gone wild. */
export interface PaceOptions extends Partial<Rate> {
  /** For each group by itself. Default: 1 a second, 5 at once. */
  readonly group?: Partial<Rate>
  /** Milliseconds after which an answer that still waits is dropped. Broadcasts wait as long as it takes. Default 60 000. */
  readonly expireMs?: number
  /** Sends of each priority that may wait. Default 1000. */
  readonly maxQueued?: number
}

/** How many sends wait for their turn. */
export interface PaceStatus {
  readonly answers: number
  readonly broadcasts: number
}

export const defaultPace = {
  perSecond: 5,
  burst: 10,
  group: { perSecond: 1, burst: 5 },
  expireMs: 60_000,
  maxQueued: 1000,
} as const satisfies PaceOptions

/** Throws `ConfigError` where nothing could ever leave. */
export const checkPace = ({ group = {}, ...own }: PaceOptions): void => {
  const numbers = { ...own, 'group.perSecond': group.perSecond, 'group.burst': group.burst }
  const problems = Object.entries(numbers).flatMap(([key, value]) => {
    const least = /burst|maxQueued/.test(key) ? 1 : Number.MIN_VALUE
    if (value === undefined || (Number.isFinite(value) && value >= least)) return []
    return [`pace.${key}: found ${value}, expected ${least === 1 ? 'at least 1' : 'more than 0'}`]
  })
  if (problems.length > 0) throw new ConfigError('The configuration', problems)
}

interface Waiting {
  readonly send: Send
  readonly since: number
  readonly go: () => void
  readonly giveUp: (error: unknown) => void
}

interface PaceTools {
  readonly clock: Clock
  /** Is told of each answer that was dropped. */
  readonly onExpired: (send: Send) => void
}

/** From so many on, groups whose bucket is full are forgotten. */
const manyGroups = 1000

/** The queue of one account: each send waits for its turn, answers before broadcasts, else in order. */
export class Pace {
  readonly #expireMs: number
  readonly #maxQueued: number
  readonly #groupRate: Rate
  readonly #tools: PaceTools
  readonly #account: TokenBucket
  readonly #groups = new Map<string, TokenBucket>()
  readonly #queues: Readonly<Record<Priority, Set<Waiting>>> = { answer: new Set(), broadcast: new Set() }
  #stop = (): void => {}
  #isClosed = false

  constructor({ group, expireMs, maxQueued, ...rate }: PaceOptions, tools: PaceTools) {
    this.#expireMs = expireMs ?? defaultPace.expireMs
    this.#maxQueued = maxQueued ?? defaultPace.maxQueued
    this.#account = new TokenBucket({ ...defaultPace, ...rate })
    this.#groupRate = { ...defaultPace.group, ...group }
    this.#tools = tools
  }

  get status(): PaceStatus {
    return { answers: this.#queues.answer.size, broadcasts: this.#queues.broadcast.size }
  }

  /** Whether it would start anew as it is. */
  isIdle(now: number): boolean {
    const buckets = [this.#account, ...this.#groups.values()]
    return (
      this.#queues.answer.size + this.#queues.broadcast.size === 0 && buckets.every((one) => one.isFull(now))
    )
  }

  /** Resolves when it is this one's turn. Rejects with `ApiNotSent`, or with the reason of its signal. */
  turn(send: Send): Promise<void> {
    const { action, signal, priority } = send
    const queue = this.#queues[priority]
    if (this.#isClosed) return Promise.reject(new ApiNotSent(action, 'closed'))
    if (queue.size >= this.#maxQueued) return Promise.reject(new ApiNotSent(action, 'full'))
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        send,
        since: this.#tools.clock.now(),
        go: () => leave(resolve),
        giveUp: (error) => leave(() => reject(error)),
      }
      const abort = (): void => {
        waiting.giveUp(signal?.reason)
        this.#advance()
      }
      const leave = (settle: () => void): void => {
        queue.delete(waiting)
        signal?.removeEventListener('abort', abort)
        settle()
      }
      queue.add(waiting)
      signal?.addEventListener('abort', abort)
      this.#advance()
    })
  }

  close(): void {
    this.#isClosed = true
    this.#stop()
    for (const one of this.#waiting()) one.giveUp(new ApiNotSent(one.send.action, 'closed'))
  }

  *#waiting(): Iterable<Waiting> {
    for (const priority of priorities) yield* this.#queues[priority]
  }

  /** Lets go who may, and comes back when something changes. */
  #advance(): void {
    const now = this.#tools.clock.now()
    let nextMs = this.#expire(now)
    for (const one of this.#waiting()) {
      const accountMs = this.#account.waitMs(now)
      const group = this.#bucketOf(one.send, now)
      const waitMs = Math.max(accountMs, group?.waitMs(now) ?? 0)
      if (waitMs > 0) nextMs = Math.min(nextMs, waitMs)
      if (accountMs > 0) break
      if (waitMs > 0) continue
      this.#account.take(now)
      group?.take(now)
      one.go()
    }
    this.#stop()
    if (nextMs === Number.POSITIVE_INFINITY) return
    this.#stop = this.#tools.clock.after(Math.ceil(nextMs), () => this.#advance(), true)
  }

  /** Drops the answers that are too old, and returns the milliseconds until the next one is. */
  #expire(now: number): number {
    for (const one of this.#queues.answer) {
      const leftMs = one.since + this.#expireMs - now
      if (leftMs > 0) return leftMs
      this.#tools.onExpired(one.send)
      one.giveUp(new ApiNotSent(one.send.action, 'expired'))
    }
    return Number.POSITIVE_INFINITY
  }

  #bucketOf({ group }: Send, now: number): TokenBucket | undefined {
    if (group === undefined) return undefined
    const known = this.#groups.get(group)
    if (known !== undefined) return known
    if (this.#groups.size >= manyGroups)
      for (const [id, bucket] of this.#groups) if (bucket.isFull(now)) this.#groups.delete(id)
    const bucket = new TokenBucket(this.#groupRate)
    this.#groups.set(group, bucket)
    return bucket
  }
}
