import { setMaxListeners } from 'node:events'
import { type Clock, systemClock } from '../protocol/clock.js'

/** Tells handlers that they have worked for too long, or that the bot shuts down. */
export class HandlerSignals {
  readonly budgetMs: number
  readonly clock: Clock
  /** Those that a handler has asked for and is at work with. */
  readonly #live = new Set<HandlerSignal>()
  #reason: Error | undefined

  constructor(budgetMs: number, clock: Clock = systemClock) {
    this.budgetMs = budgetMs
    this.clock = clock
  }

  /** Why every signal has aborted. */
  get reason(): Error | undefined {
    return this.#reason
  }

  begin(): HandlerSignal {
    return new HandlerSignal(this, this.#live)
  }

  abortAll(reason: Error): void {
    this.#reason = reason
    for (const signal of this.#live) signal.abort(reason)
    this.#live.clear()
  }
}

/** The signal of one event. */
export class HandlerSignal {
  readonly #all: HandlerSignals
  readonly #live: Set<HandlerSignal>
  /** `undefined`: nobody has held it yet. */
  #startedAt: number | undefined
  #holders = 0
  #controller: AbortController | undefined
  #stop: (() => void) | undefined

  constructor(all: HandlerSignals, live: Set<HandlerSignal>) {
    this.#all = all
    this.#live = live
  }

  /** Made when it is first asked for: most handlers never do. */
  get(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      setMaxListeners(0, this.#controller.signal)
      this.#start(this.#controller)
    }
    return this.#controller.signal
  }

  /** Handlers are at work from here until `release`, each time with the whole budget. */
  hold(): void {
    this.#holders += 1
    if (this.#holders > 1) return
    this.#startedAt = this.#all.clock.elapsed()
    if (this.#controller !== undefined) this.#start(this.#controller)
  }

  release(): void {
    this.#holders -= 1
    if (this.#holders > 0) return
    this.#stop?.()
    if (this.#controller !== undefined) this.#live.delete(this)
  }

  abort(reason: Error): void {
    this.#controller?.abort(reason)
  }

  #start(controller: AbortController): void {
    if (controller.signal.aborted) return
    const { budgetMs, clock, reason } = this.#all
    if (reason !== undefined) {
      controller.abort(reason)
      return
    }
    const now = clock.elapsed()
    const left = budgetMs - (now - (this.#startedAt ?? now))
    this.#stop = clock.after(left, () => this.#spend())
    this.#live.add(this)
  }

  #spend(): void {
    this.#live.delete(this)
    this.abort(
      new Error(`the handlers of this event have worked for ${this.#all.budgetMs} ms ("handlerBudgetMs")`),
    )
  }
}
