/** An answer and the handler that gave it, for the log. */
export interface Filed {
  readonly answer: unknown
  readonly handler: string
  /** Where it stands among the answers: the same whenever the same handlers run on the same event. */
  readonly place: string
}

/** What the handlers further in have answered, as a middleware sees it. */
export interface AnswersSoFar {
  /** The answers, most specific first. */
  readonly answers: readonly unknown[]
}

export const isAnswer = (value: unknown): boolean => value !== undefined && value !== null && value !== false

/** `undefined`: its handler is at work; `null`: it has nothing to answer. */
type Slot = Filed | Answers | null | undefined

/** Is told when a handler or a middleware is done. */
export interface Watcher {
  changed(): void
}

const none: readonly Filed[] = []

/** A place for each answer, in order. It fills while handlers run. */
export class Answers implements AnswersSoFar {
  #slots: Slot[] = []
  /** Whether the middleware around it is still at work, and may replace what is in it. */
  #isOpen = false
  readonly #watcher: Watcher
  /** Further in than another one: at this place there. */
  readonly #outer: Answers | undefined
  readonly #index: number

  constructor(watcher: Watcher, outer?: Answers, index = 0) {
    this.#watcher = watcher
    this.#outer = outer
    this.#index = index
  }

  get answers(): readonly unknown[] {
    return this.filed.map(({ answer }) => answer)
  }

  get filed(): readonly Filed[] {
    return this.#slots.length === 0 ? none : this.#collect([], true)
  }

  /** Those that no middleware at work can replace any more. */
  get final(): readonly Filed[] {
    return this.#slots.length === 0 ? none : this.#collect([], false)
  }

  #collect(into: Filed[], withOpen: boolean): readonly Filed[] {
    for (const slot of this.#slots) {
      if (!(slot instanceof Answers)) {
        if (slot) into.push(slot)
      } else if (withOpen || !slot.#isOpen) slot.#collect(into, withOpen)
    }
    return into
  }

  /** Whether the first answer of all is there: final, and nobody in front of it is at work. */
  get hasFirst(): boolean {
    return this.#state() === 'answered'
  }

  #state(): 'answered' | 'at work' | 'done' {
    for (const slot of this.#slots) {
      const state = slot instanceof Answers ? (slot.#isOpen ? 'at work' : slot.#state()) : stateOf(slot)
      if (state !== 'done') return state
    }
    return 'done'
  }

  /** A place in the order, to be filled when its handler has answered. */
  reserve(): number {
    return this.#slots.push(undefined) - 1
  }

  /** The handler at a place has answered this. */
  fill(index: number, handler: string, answer: unknown): void {
    // A middleware that has asked something answers a later message with what was further in.
    if (answer instanceof Answers) this.#slots[index] = answer
    else if (!isAnswer(answer)) this.#slots[index] = null
    else this.#slots[index] = { answer, handler, place: `${this.#path}${index} ${handler}` }
    this.#watcher.changed()
  }

  /** A place for the answers from further in, which are not final before it is closed. */
  include(): Answers {
    const inner = new Answers(this.#watcher, this, this.#slots.length)
    inner.#isOpen = true
    this.#slots.push(inner)
    return inner
  }

  /** The middleware around it is done. */
  close(): void {
    this.#isOpen = false
    this.#watcher.changed()
  }

  /** From now on only this answer counts; who is further in may finish, but is not heard. */
  replace(handler: string, answer: unknown): void {
    this.#slots = [{ answer, handler, place: `${this.#path}${handler}` }]
    this.#watcher.changed()
  }

  get #path(): string {
    return this.#outer === undefined ? '' : `${this.#outer.#path}${this.#index}.`
  }
}

/** Who answered at a place: `0.1 message.group (signup)` → `message.group (signup)`. */
export const handlerAt = (place: string): string => place.replace(/^(\d+[. ])*/, '')

const stateOf = (slot: Filed | null | undefined): 'answered' | 'at work' | 'done' =>
  slot === undefined ? 'at work' : slot === null ? 'done' : 'answered'
