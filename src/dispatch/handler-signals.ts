import { setMaxListeners } from 'node:events'
import { maxTimerMs } from '../protocol/settles-within.js'

/** The signal of one event. */
export interface HandlerSignal {
  /** Made when it is first asked for: most handlers never do. */
  readonly get: () => AbortSignal
  /** Its handlers are at work until the function that this returns is called; the budget is for each such time. */
  readonly hold: () => () => void
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
    let holders = 0
    let controller: AbortController | undefined
    let timer: NodeJS.Timeout | undefined
    const start = (made: AbortController): void => {
      if (made.signal.aborted) return
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
    }
    const stop = (): void => {
      clearTimeout(timer)
      if (controller !== undefined) this.#live.delete(controller)
    }
    return {
      get: () => {
        if (controller === undefined) {
          controller = new AbortController()
          setMaxListeners(0, controller.signal)
          start(controller)
        }
        return controller.signal
      },
      hold: () => {
        holders += 1
        if (holders === 1) {
          startedAt = performance.now()
          if (controller !== undefined) start(controller)
        }
        return () => {
          holders -= 1
          if (holders === 0) stop()
        }
      },
    }
  }

  abortAll(reason: Error): void {
    this.#reason = reason
    for (const controller of this.#live) controller.abort(reason)
    this.#live.clear()
  }
}
