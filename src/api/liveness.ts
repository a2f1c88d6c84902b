/** A connection as far as its life shows. */
export interface Pulse {
  /** Bytes that have come so far. */
  readonly bytesRead: () => number
  readonly ping: () => void
  /** Nothing came for a whole interval, although it was asked. */
  readonly onDead: () => void
}

/** Shortest and longest time between two looks. */
const shortestMs = 1000

/** Notices a peer that is gone without a word: within two intervals. */
export class Liveness {
  readonly #pulse: Pulse
  #intervalMs: number
  #timer: NodeJS.Timeout | undefined
  #seen = -1

  constructor(pulse: Pulse, intervalMs: number) {
    this.#pulse = pulse
    this.#intervalMs = intervalMs
    this.#start()
  }

  /** The peer says how often it speaks by itself. */
  expectEvery(intervalMs: number): void {
    const wanted = Math.max(shortestMs, intervalMs)
    if (!(wanted < this.#intervalMs)) return
    this.#intervalMs = wanted
    this.#start()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #start(): void {
    this.stop()
    this.#timer = setInterval(() => this.#look(), this.#intervalMs)
    this.#timer.unref()
  }

  #look(): void {
    const { bytesRead, ping, onDead } = this.#pulse
    const now = bytesRead()
    if (now === this.#seen) {
      this.stop()
      onDead()
      return
    }
    this.#seen = now
    ping()
  }
}
