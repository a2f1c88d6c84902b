export interface Rate {
  /** On the average. */
  readonly perSecond: number
  /** At once, after a rest. */
  readonly burst: number
}

/** Lets `burst` through at once and `perSecond` in the long run. It holds one time: when it is full again. */
export class TokenBucket {
  readonly #intervalMs: number
  readonly #burst: number
  #fullAt = Number.NEGATIVE_INFINITY

  constructor({ perSecond, burst }: Rate) {
    this.#intervalMs = 1000 / perSecond
    this.#burst = burst
  }

  /** Milliseconds until one may be taken. A clock that was set back does not count as time to wait. */
  waitMs(now: number): number {
    this.#fullAt = Math.min(this.#fullAt, now + this.#burst * this.#intervalMs)
    return Math.max(0, this.#fullAt - now - (this.#burst - 1) * this.#intervalMs)
  }

  take(now: number): void {
    this.#fullAt = Math.max(this.#fullAt, now) + this.#intervalMs
  }

  isFull(now: number): boolean {
    return this.#fullAt <= now
  }
}
