/** An answer and the handler that gave it, for the log. */
export interface Filed {
  readonly answer: unknown
  readonly handler: string
}

/** What the handlers further in have answered, as a middleware sees it. */
export interface AnswersSoFar {
  /** The answers, most specific first. */
  readonly answers: readonly unknown[]
}

export const isAnswer = (value: unknown): boolean => value !== undefined && value !== null && value !== false

/** A place for each answer, in order. It fills while handlers run. */
export class Answers implements AnswersSoFar {
  #slots: (Filed | Answers | undefined)[] = []
  readonly #onFiled: (filed: Filed) => void

  /** `onFiled` is told of each answer when it comes. */
  constructor(onFiled: (filed: Filed) => void) {
    this.#onFiled = onFiled
  }

  get answers(): readonly unknown[] {
    return this.filed.map(({ answer }) => answer)
  }

  get filed(): readonly Filed[] {
    return this.#slots.flatMap((slot) => (slot instanceof Answers ? slot.filed : (slot ?? [])))
  }

  /** A place in the order, to be filled when its handler has answered. */
  reserve(handler: string): (answer: unknown) => void {
    const slots = this.#slots
    const index = slots.push(undefined) - 1
    return (answer) => {
      if (!isAnswer(answer)) return
      slots[index] = { answer, handler }
      this.#onFiled({ answer, handler })
    }
  }

  /** A place for the answers from further in, unless this place is replaced. */
  include(): Answers {
    const inner = new Answers(this.#onFiled)
    this.#slots.push(inner)
    return inner
  }

  /** From now on only this answer counts; who is further in may finish, but is not heard. */
  replace(handler: string, answer: unknown): void {
    this.#slots = [{ answer, handler }]
    this.#onFiled({ answer, handler })
  }
}
