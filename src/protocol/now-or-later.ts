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

/** `next` with what the work comes to, or `failed` with its error: one promise for both. */
export const either = <Value, Next>(
  work: () => NowOrLater<Value>,
  next: (value: Value) => NowOrLater<Next>,
  failed: (error: unknown) => NowOrLater<Next>,
): NowOrLater<Next> => {
  let value: NowOrLater<Value>
  try {
    value = work()
  } catch (error) {
    return failed(error)
  }
  return isLater(value) ? value.then(next, failed) : next(value)
}
