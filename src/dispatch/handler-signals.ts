import { setMaxListeners } from 'node:events'
import { maxTimerMs } from '../protocol/settles-within.js'

/** The signal of one event. */
export interface HandlerSignal {
  /** Made when it is first asked for: most handlers never do. */
  readonly get: () => AbortSignal
  /** Its handlers begin now: the time that it has waited for them does not count. */
  readonly restart: () => void
  /** Its handlers are done: nothing is left to abort. */
  readonly end: () => void
}

/** Tells handlers that they have worked for too long, or that the bot shuts down. */
export class HandlerSignals {
  readonly #budgetMs: number
  readonly #live = new Set<AbortController>()
  #reason: Error | undefined

  constructor(budgetMs: number) {
    this.#budgetMs = budgetMs
  }

  begin(): HandlerSignal {
    let startedAt = performance.now()
    let controller: AbortController | undefined
    let timer: NodeJS.Timeout | undefined
    const start = (): AbortController => {
      const made = new AbortController()
      setMaxListeners(0, made.signal)
      const left = Math.max(0, this.#budgetMs - (performance.now() - startedAt))
      const message = `the handlers of this event have worked for ${this.#budgetMs} ms ("handlerBudgetMs")`
      const abort = (): void => {
        this.#live.delete(made)
        made.abort(new Error(message))
      }
      timer = setTimeout(abort, Math.min(left, maxTimerMs))
      timer.unref()
      if (this.#reason === undefined) this.#live.add(made)
      else made.abort(this.#reason)
      return made
    }
    return {
      get: () => {
        controller ??= start()
        return controller.signal
      },
      restart: () => {
        startedAt = performance.now()
      },
      end: () => {
        clearTimeout(timer)
        if (controller !== undefined) this.#live.delete(controller)
      },
    }
  }

  abortAll(reason: Error): void {
    this.#reason = reason
    for (const controller of this.#live) controller.abort(reason)
    this.#live.clear()
  }
}
