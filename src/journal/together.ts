import type { SqliteFile } from './sqlite-file.js'

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** Items of one kind. What is given at the same time is written by one call: SQLite is quick, the way to it is not. */
export class Together<Item, Result> {
  readonly #file: SqliteFile
  readonly #write: (items: readonly Item[]) => readonly Result[]
  #waiting: Waiting<Item, Result>[] = []

  /** `write` writes all of these, and says what became of each. */
  constructor(file: SqliteFile, write: (items: readonly Item[]) => readonly Result[]) {
    this.#file = file
    this.#write = write
  }

  /** Resolves when it is kept. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ item, resolve, reject }) === 1) void this.#writeAll()
    })
  }

  async #writeAll(): Promise<void> {
    let written: readonly Waiting<Item, Result>[] = []
    try {
      const results = await this.#file.write(() => {
        written = this.#waiting.splice(0)
        return this.#write(written.map(({ item }) => item))
      })
      written.forEach(({ resolve }, index) => {
        resolve(results[index] as Result)
      })
    } catch (error) {
      // Where the file is closed, nobody has come to take them.
      for (const { reject } of [...written, ...this.#waiting.splice(0)]) reject(error)
    }
  }
}
