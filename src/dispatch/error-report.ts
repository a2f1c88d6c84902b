import type { Log } from '../log.js'
import { describeEvent } from '../protocol/describe-event.js'
import type { AnyEvent } from '../protocol/event.js'

/** Told of every error that user code throws: `where` names the handler. */
export type ErrorListener = (error: unknown, event: AnyEvent, where: string) => void

/** Where the errors of handlers end: in the log first, then with everybody who asked for them. */
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

  tell(error: unknown, event: AnyEvent, where: string): void {
    const fields = { err: error, handler: where, ...describeEvent(event.name, event.raw) }
    this.#log.error(fields, `the handler of ${where} failed on ${event.name}`)
    for (const listener of this.#listeners) {
      try {
        listener(error, event, where)
      } catch (err) {
        this.#log.error({ err }, 'a listener of onError failed itself')
      }
    }
  }
}
