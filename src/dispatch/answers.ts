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

/** A place for each answer, in order. It fills while handlers run. */
export class Answers implements AnswersSoFar {
  #slots: Slot[] = []
  /** Whether the middleware around it is still at work, and may replace what is in it. */
  #isOpen = false
  readonly #onChange: () => void
  readonly #path: string

  /** `onChange` is told when a handler or a middleware is done. */
  constructor(onChange: () => void, path = '') {
    this.#onChange = onChange
    this.#path = path
  }

  get answers(): readonly unknown[] {
    return this.filed.map(({ answer }) => answer)
  }

  get filed(): readonly Filed[] {
    return this.#collect([], true)
  }

  /** Those that no middleware at work can replace any more. */
  get final(): readonly Filed[] {
    return this.#collect([], false)
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
  reserve(handler: string): (answer: unknown) => void {
    const slots = this.#slots
    const index = slots.push(undefined) - 1
    const place = `${this.#path}${index} ${handler}`
    return (answer) => {
      // A middleware that has asked something answers a later message with what was further in.
      slots[index] = answer instanceof Answers ? answer : isAnswer(answer) ? { answer, handler, place } : null
      this.#onChange()
    }
  }

  /** A place for the answers from further in, which are not final before it is closed. */
  include(): Answers {
    const inner = new Answers(this.#onChange, `${this.#path}${this.#slots.length}.`)
    inner.#isOpen = true
    this.#slots.push(inner)
    return inner
  }

  /** The middleware around it is done. */
  close(): void {
    this.#isOpen = false
    this.#onChange()
  }

  /** From now on only this answer counts; who is further in may finish, but is not heard. */
  replace(handler: string, answer: unknown): void {
    this.#slots = [{ answer, handler, place: `${this.#path}${handler}` }]
    this.#onChange()
  }
}

/** Who answered at a place: `0.1 message.group (signup)` → `message.group (signup)`. */
export const handlerAt = (place: string): string => place.replace(/^(\d+[. ])*/, '')

const stateOf = (slot: Filed | null | undefined): 'answered' | 'at work' | 'done' =>
  slot === undefined ? 'at work' : slot === null ? 'done' : 'answered'
