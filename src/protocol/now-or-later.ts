/**
 * What may be there at once. A promise costs more than most of what it would wait for, and an event meets a dozen
 * places where somebody could have to wait.
 */
export type NowOrLater<Value> = Value | Promise<Value>

export const isLater = <Value>(value: NowOrLater<Value>): value is Promise<Value> => value instanceof Promise

/** What `await` would make of a value of somebody else's making. */
export const awaited = (value: unknown): NowOrLater<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && !isLater(value)
    ? Promise.resolve(value)
    : value

/** `next` with the value: at once where it is there. */
export const andThen = <Value, Next>(
  value: NowOrLater<Value>,
  next: (value: Value) => NowOrLater<Next>,
): NowOrLater<Next> => (isLater(value) ? value.then(next) : next(value))

/** What the work comes to, or what `failed` makes of its error. */
export const orElse = <Value>(
  work: () => NowOrLater<Value>,
  failed: (error: unknown) => Value,
): NowOrLater<Value> => {
  try {
    const value = work()
    return isLater(value) ? value.catch(failed) : value
  } catch (error) {
    return failed(error)
  }
}
