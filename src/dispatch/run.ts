import { AsyncLocalStorage } from 'node:async_hooks'
import type { AnyEvent } from '../protocol/event.js'
import { attachedTo } from '../protocol/event-tools.js'
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

/**
 * Runs that are not the only one of their event. The context of a storage costs every promise and every write to a
 * socket, also those that have nothing to do with it, so that it is left alone until somebody needs it.
 */
const running = new AsyncLocalStorage<Run>()

/** Whether this is the first run of the event: from now on the event tells. */
const isFirstOf = (event: AnyEvent, run: Run): boolean => {
  const attached = attachedTo(event)
  if (attached === undefined || attached.run !== undefined) return false
  attached.run = run
  return true
}

/** A run that was waiting goes on with this event. */
export const goOnWith = (event: AnyEvent, run: Run): void => {
  run.event = event
  const attached = attachedTo(event)
  if (attached !== undefined) attached.run = run
}

/** The handler that this code belongs to, whatever it has awaited, where that is known without an event. */
export const currentRun = (): Run | undefined => running.getStore()

/** The handler that asks something about an event. */
export const runOf = (event: AnyEvent): Run | undefined => {
  const first = attachedTo(event)?.run
  return running.getStore() ?? (first instanceof Run ? first : undefined)
}

/** Runs code of a handler. `isAlone`: no other handler works on the event until this one is done. */
export const runAs = <Result>(run: Run, isAlone: boolean, work: () => Result): Result => {
  const isKnown = isAlone && running.getStore() === undefined && isFirstOf(run.event, run)
  return isKnown ? work() : running.run(run, work)
}
