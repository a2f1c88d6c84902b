import type { SqliteFile } from './sqlite-file.js'

interface Waiting<Result> {
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export interface TogetherOptions<Item, Result> {
  /** Whether this one can be written with these. Default: it can. */
  readonly fits?: (items: readonly Item[], item: Item) => boolean
  /** Writes all of these by one statement, and says what became of each. */
  readonly write: (items: readonly Item[]) => readonly Result[]
}

/** Rows of one statement: there is one for each number of them, which SQLite keeps with all that it was given last. */
const maxItems = 16

/**
 * Items of one kind, which keep their order. What is given at the same time is written by one call, before what else came in
 * between: SQLite is quick, the way to it is not.
 */
export class Together<Item, Result> {
  readonly #file: SqliteFile
  readonly #options: TogetherOptions<Item, Result>
  /** What is written next, and who waits for it. */
  #items: Item[] = []
  #waiting: Waiting<Result>[] = []

  constructor(file: SqliteFile, options: TogetherOptions<Item, Result>) {
    this.#file = file
    this.#options = options
  }

  /** Resolves when it is kept. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (!this.#takes(item)) this.#begin()
      this.#items.push(item)
      this.#waiting.push({ resolve, reject })
    })
  }

  #takes(item: Item): boolean {
    const count = this.#items.length
    return count > 0 && count < maxItems && (this.#options.fits?.(this.#items, item) ?? true)
  }

  #begin(): void {
    const items: Item[] = []
    const waiting: Waiting<Result>[] = []
    this.#items = items
    this.#waiting = waiting
    const write = (): readonly Result[] => {
      // Whoever comes now is too late for this one.
      if (this.#items === items) this.#items = []
      return this.#options.write(items)
    }
    this.#file.write(write).then(
      (results) => {
        for (const [index, { resolve }] of waiting.entries()) resolve(results[index] as Result)
      },
      (error) => {
        if (this.#items === items) this.#items = []
        for (const { reject } of waiting) reject(error)
      },
    )
  }
}
