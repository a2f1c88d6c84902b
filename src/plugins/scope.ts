import { PluginError } from '../errors.js'

/** Everything that belongs to one plugin, or to the bot itself, and goes away with it. */
export class Scope {
  /** `undefined`: the bot itself. */
  readonly name: string | undefined
  readonly #end = new AbortController()
  readonly #removals = new Set<{ readonly remove: () => unknown }>()
  readonly #failed: (error: unknown, scope: Scope) => void

  /** `failed` is told when something cannot be removed; the rest is removed all the same. */
  constructor(name: string | undefined, failed: (error: unknown, scope: Scope) => void) {
    this.name = name
    this.#failed = failed
  }

  /** Aborts when it is removed. */
  get signal(): AbortSignal {
    return this.#end.signal
  }

  /** Remembers how to undo something; returns what undoes it at once. */
  keep(remove: () => unknown): () => void {
    const kept = { remove }
    const undo = (): void => {
      if (this.#removals.delete(kept)) remove()
    }
    this.#removals.add(kept)
    if (!this.signal.aborted) return undo
    undo()
    throw new PluginError(`${this.#ended} and cannot register anything`)
  }

  /** A scope that goes away with this one. */
  within(name: string): Scope {
    const inner = new Scope(name, this.#failed)
    const kept = { remove: () => inner.remove() }
    this.#removals.add(kept)
    inner.keep(() => this.#removals.delete(kept))
    return inner
  }

  get #ended(): string {
    return this.name === undefined ? 'the bot has been closed' : `the plugin ${this.name} has been removed`
  }

  /** Undoes everything, the last first. */
  async remove(): Promise<void> {
    this.#end.abort(new PluginError(this.#ended))
    for (const kept of [...this.#removals].reverse()) {
      this.#removals.delete(kept)
      try {
        await kept.remove()
      } catch (error) {
        this.#failed(error, this)
      }
    }
  }
}
