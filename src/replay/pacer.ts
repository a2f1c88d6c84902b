import { setTimeout as pause } from 'node:timers/promises'

/** Lets time pass between deliveries as it did then, so many times as fast. */
export class Pacer {
  readonly #speed: number | undefined
  #startedAt: number | undefined
  #firstAt = 0

  /** Without a speed nobody waits. */
  constructor(speed: number | undefined) {
    this.#speed = speed
  }

  /** `at`: when a delivery came, in milliseconds. */
  async until(at: number): Promise<void> {
    if (this.#speed === undefined) return
    if (this.#startedAt === undefined) {
      this.#startedAt = performance.now()
      this.#firstAt = at
    }
    const dueMs = (at - this.#firstAt) / this.#speed
    const leftMs = dueMs - (performance.now() - this.#startedAt)
    if (leftMs > 0) await pause(leftMs)
  }
}
