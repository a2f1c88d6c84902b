import type { Log } from '../log.js'
import { describeEvent } from '../protocol/describe-event.js'
import type { AnyEvent } from '../protocol/event.js'
import { idOf } from '../protocol/event-tools.js'

/** Told of every error of user code, and of every answer that failed: `where` names the handler or the action. */
export type ErrorListener = (error: unknown, event: AnyEvent | undefined, where: string) => unknown

/** Where the errors of handlers end: in the log first, then with everybody who asked for them. Never throws. */
export class ErrorReport {
  readonly #log: Log
  readonly #listeners = new Set<ErrorListener>()

  constructor(log: Log) {
    this.#log = log
  }

  add(listener: ErrorListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(
    error: unknown,
    event: AnyEvent | undefined,
    where: string,
    sentence = `the handler of ${where} failed${event === undefined ? '' : ` on ${event.name}`}`,
  ): void {
    this.#write(
      error,
      { handler: where, ...(event && describeEvent(event.name, event.raw, idOf(event))) },
      sentence,
    )
    for (const listener of this.#listeners) {
      void Promise.resolve()
        .then(() => listener(error, event, where))
        .catch((err: unknown) => this.#write(err, {}, 'a listener of onError failed itself'))
    }
  }

  /** What was thrown may be anything, even what cannot be read. */
  #write(err: unknown, fields: object, message: string): void {
    try {
      this.#log.error({ err, ...fields }, message)
    } catch {
      this.#log.error(fields, `${message}, with an error that cannot be read`)
    }
  }
}
