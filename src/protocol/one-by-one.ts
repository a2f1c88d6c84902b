/** Work on the same key is done one after the other, each after the one before has ended, well or badly. */
export class OneByOne {
  readonly #last = new Map<string, Promise<void>>()

  run<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const done = (this.#last.get(key) ?? Promise.resolve()).then(work)
    const ended = done.then(
      () => {},
      () => {},
    )
    this.#last.set(key, ended)
    void ended.then(() => this.#last.get(key) === ended && this.#last.delete(key))
    return done
  }
}
