import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyEvent } from '../protocol/event.js'
import type { NowOrLater } from '../protocol/now-or-later.js'
import type { Owner } from './handler.js'

/** The time of an event runs while somebody holds it. */
export interface Budget {
  hold(): void
  release(): void
}

export interface RunOptions {
  /** The event that it answers. */
  readonly event: AnyEvent
  /** Names the handler, for the log. */
  readonly where: string
  readonly owner: Owner
  /** The time that the handlers of its event may take. */
  readonly budget: Budget
}

/**
 * A handler at work. With `ask` it works in steps: each ends with one answer, the question or what the handler
 * returns, and between two of them it waits for a person.
 */
export class Run {
  /** The message that it got last. */
  event: AnyEvent
  readonly where: string
  readonly owner: Owner
  readonly #budget: Budget
  #answer: ((answer: unknown) => void) | undefined
  #hasEnded = false

  constructor({ event, where, owner, budget }: RunOptions) {
    this.event = event
    this.where = where
    this.owner = owner
    this.#budget = budget
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Whether it waits for a person: nobody listens to what it says. */
  get isWaiting(): boolean {
    return this.#answer === undefined && !this.#hasEnded
  }

  /** Goes on with `work`; the answer that the step ends with, at once where it has. */
  step(work: () => void): NowOrLater<unknown> {
    this.#budget.hold()
    let said: { readonly answer: unknown } | undefined
    let tell: ((answer: unknown) => void) | undefined
    this.#answer = (answer) => {
      this.#answer = undefined
      this.#budget.release()
      if (tell === undefined) said = { answer }
      else tell(answer)
    }
    work()
    if (said !== undefined) return said.answer
    return new Promise((resolve) => {
      tell = resolve
    })
  }

  /** Ends the step with this answer. False: there is no step, so that nobody heard it. */
  say(answer: unknown): boolean {
    if (this.#answer === undefined) return false
    this.#answer(answer)
    return true
  }

  /** The handler is done. False: there is no step, so that nobody heard its answer. */
  end(answer: unknown): boolean {
    this.#hasEnded = true
    return this.say(answer)
  }
}

const running = new AsyncLocalStorage<Run>()

/** The handler that this code belongs to, whatever it has awaited. */
export const currentRun = (): Run | undefined => running.getStore()

/** Runs code of a handler. */
export const runAs = <Result>(run: Run, work: () => Result): Result => running.run(run, work)
