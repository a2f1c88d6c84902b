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

/** One step of a handler, and what it has said. */
interface Step {
  isOver: boolean
  answer: unknown
  /** Is told, where somebody had to wait for it. */
  tell: ((answer: unknown) => void) | undefined
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
  /** `undefined`: nobody listens to what it says. */
  #step: Step | undefined
  #hasEnded = false

  constructor(event: AnyEvent, where: string, owner: Owner, budget: Budget) {
    this.event = event
    this.where = where
    this.owner = owner
    this.#budget = budget
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** Whether it waits for a person. */
  get isWaiting(): boolean {
    return this.#step === undefined && !this.#hasEnded
  }

  /** Goes on with `work`; the answer that the step ends with, at once where it has. */
  step(work: () => void): NowOrLater<unknown> {
    this.#budget.hold()
    const step: Step = { isOver: false, answer: undefined, tell: undefined }
    this.#step = step
    work()
    if (step.isOver) return step.answer
    return new Promise((resolve) => {
      step.tell = resolve
    })
  }

  /** Ends the step with this answer. False: there is no step, so that nobody heard it. */
  say(answer: unknown): boolean {
    const step = this.#step
    if (step === undefined) return false
    this.#step = undefined
    this.#budget.release()
    step.isOver = true
    step.answer = answer
    step.tell?.(answer)
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

/** Runs code of a handler on its event. `isAlone`: no other handler works on the event until this one is done. */
export const runAs = (run: Run, isAlone: boolean, work: (event: AnyEvent) => unknown): unknown => {
  const isKnown = isAlone && running.getStore() === undefined && isFirstOf(run.event, run)
  return isKnown ? work(run.event) : running.run(run, work, run.event)
}
