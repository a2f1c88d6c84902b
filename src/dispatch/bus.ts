import mittModule from 'mitt'
import { anyEvent } from '../protocol/event-name.js'
import { type AnyHandler, type Owner, whereOf } from './handler.js'

/** Starts one handler; `where` names it. Never throws: mitt would skip the handlers behind. */
type Start = (handler: AnyHandler, where: string, owner: Owner) => void

// Under nodenext the types of mitt 3.0.1 count as CommonJS, whose default is not callable; the code is ESM.
const mitt = mittModule as unknown as typeof mittModule.default

/** mitt's own `*` runs on every emit, once per name of a lineage; a catch-all must run once per event. */
const keyOf = (name: string): string => (name === anyEvent ? 'every event' : name)

/** Handlers by name. mitt drops what a listener returns, so a listener hands its handler to `start`. */
export class Bus {
  readonly #emitter = mitt<Record<string, Start>>()

  on(name: string, handler: AnyHandler, owner: Owner): () => void {
    const key = keyOf(name)
    const where = whereOf(name, owner)
    const listener = (start: Start): void => start(handler, where, owner)
    this.#emitter.on(key, listener)
    return () => this.#emitter.off(key, listener)
  }

  /** Every handler of the lineage, the most specific first. */
  emit(lineage: readonly string[], start: Start): void {
    for (const name of lineage) this.#emitter.emit(keyOf(name), start)
  }
}
