import { ApiTimeout } from '../errors.js'
import { maxTimerMs } from '../protocol/clock.js'
import type { Call } from './transport.js'

/** Ends a call when its time is up, or when its caller gives it up; the reason of the signal is the error. */
export class Deadline {
  readonly #abort = new AbortController()
  readonly #timer: NodeJS.Timeout
  readonly #given: AbortSignal | undefined
  readonly #giveUp = (): void => this.#abort.abort(this.#given?.reason)

  constructor({ action, timeoutMs, signal }: Call) {
    const expire = (): void => this.#abort.abort(new ApiTimeout(action, timeoutMs))
    this.#timer = setTimeout(expire, Math.min(timeoutMs, maxTimerMs))
    this.#given = signal
    if (signal?.aborted) this.#giveUp()
    else signal?.addEventListener('abort', this.#giveUp)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** The time begins again. */
  restart(): void {
    this.#timer.refresh()
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#given?.removeEventListener('abort', this.#giveUp)
  }
}
