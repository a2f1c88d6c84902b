import mittModule from 'mitt'
import { anyEvent } from '../protocol/event-name.js'
import type { AnyHandler, Owner } from './handler.js'
import type { Matcher } from './matcher.js'

/** A handler as it was registered. */
export interface Listener {
  readonly name: string
  /** Its name in the log. */
  readonly where: string
  readonly owner: Owner
  readonly handler: AnyHandler
  readonly matcher: Matcher | undefined
  /** Whether it wants what happened while nobody heard the account. */
  readonly missed: boolean
}

/** Does something with a listener. Never throws: mitt would skip those behind. */
type Start = (listener: Listener) => void

// Under nodenext the types of mitt 3.0.1 count as CommonJS, whose default is not callable; the code is ESM.
const mitt = mittModule as unknown as typeof mittModule.default

/** mitt's own `*` runs on every emit, once per name of a lineage; a catch-all must run once per event. */
const keyOf = (name: string): string => (name === anyEvent ? 'every event' : name)

/** Handlers by name. mitt drops what a listener returns, so a listener hands its handler to `start`. */
export class Bus {
  readonly #emitter = mitt<Record<string, Start>>()
  readonly #listeners = new Set<Listener>()

  on(listener: Listener): () => void {
    const key = keyOf(listener.name)
    const tell = (start: Start): void => start(listener)
    this.#emitter.on(key, tell)
    this.#listeners.add(listener)
    return () => {
      this.#emitter.off(key, tell)
      this.#listeners.delete(listener)
    }
  }

  /** Every listener of the lineage, the most specific first. */
  emit(lineage: readonly string[], start: Start): void {
    for (const name of lineage) this.#emitter.emit(keyOf(name), start)
  }

  /** Every listener there is, in the order of registration. */
  get listeners(): Iterable<Listener> {
    return this.#listeners
  }
}
