import { Places } from './places.js'

/** Work that goes on after whoever began it has gone on. It must not reject. */
export class AtWork {
  readonly #works = new Places<Promise<void>>()

  get size(): number {
    return this.#works.size
  }

  add(work: Promise<void>): void {
    const place = this.#works.add(work)
    void work.then(() => this.#works.delete(work, place))
  }

  /** Resolves when everything that is at work now is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#works)
  }
}
