/** An answer and the handler that gave it, for the log. */
export interface Filed {
  readonly answer: unknown
  readonly handler: string
}

export const isAnswer = (value: unknown): boolean => value !== undefined && value !== null && value !== false

/** What handlers have answered by now, most specific first. It fills while they run. */
export class AnswersSoFar {
  #slots: (Filed | AnswersSoFar | undefined)[] = []

  /** The answers alone. */
  get answers(): readonly unknown[] {
    return this.filed.map(({ answer }) => answer)
  }

  get filed(): readonly Filed[] {
    return this.#slots.flatMap((slot) => (slot instanceof AnswersSoFar ? slot.filed : (slot ?? [])))
  }

  /** A place in the order, to be filled when its handler has answered. */
  reserve(handler: string): (answer: unknown) => void {
    const slots = this.#slots
    const index = slots.push(undefined) - 1
    return (answer) => {
      if (isAnswer(answer)) slots[index] = { answer, handler }
    }
  }

  /** The answers from further in stand here, unless this place is replaced. */
  include(inner: AnswersSoFar): void {
    this.#slots.push(inner)
  }

  /** From now on only this answer counts; who is further in may finish, but is not heard. */
  replace(handler: string, answer: unknown): void {
    this.#slots = [{ answer, handler }]
  }
}
