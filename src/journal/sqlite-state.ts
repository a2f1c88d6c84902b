import type { State } from '../protocol/state.js'
import type { SqliteFile } from './sqlite-file.js'

/** State that outlives the process, in the file of the journal. */
export class SqliteState implements State {
  readonly #file: SqliteFile
  readonly #now: () => number

  constructor(file: SqliteFile, now: () => number = Date.now) {
    this.#file = file
    this.#now = now
  }

  async get(key: string): Promise<unknown> {
    const row = this.#file.db
      .prepare('SELECT json FROM state WHERE key = ? AND (until IS NULL OR until > ?)')
      .get(key, this.#now()) as { json: string } | undefined
    return row && JSON.parse(row.json)
  }

  async set(key: string, value: unknown, ttlMs?: number): Promise<void> {
    const json = toJson(key, value)
    await this.#file.write(() =>
      this.#file.db
        .prepare('INSERT OR REPLACE INTO state (key, json, until) VALUES (?, ?, ?)')
        .run(key, json, this.#until(ttlMs)),
    )
  }

  async add(key: string, value: unknown, ttlMs?: number): Promise<boolean> {
    const json = toJson(key, value)
    return this.#file.write(() => {
      const { changes } = this.#file.db
        .prepare(
          `INSERT INTO state (key, json, until) VALUES (?, ?, ?)
           ON CONFLICT (key) DO UPDATE SET json = excluded.json, until = excluded.until WHERE state.until <= ?`,
        )
        .run(key, json, this.#until(ttlMs), this.#now())
      return changes > 0
    })
  }

  async delete(key: string): Promise<void> {
    await this.#file.write(() => this.#file.db.prepare('DELETE FROM state WHERE key = ?').run(key))
  }

  async keys(prefix: string): Promise<readonly string[]> {
    const rows = this.#file.db
      .prepare(
        'SELECT key FROM state WHERE key >= ? AND substr(key, 1, length(?)) = ? AND (until IS NULL OR until > ?)',
      )
      .all(prefix, prefix, prefix, this.#now()) as { key: string }[]
    return rows.map(({ key }) => key).toSorted()
  }

  #until(ttlMs: number | undefined): number | null {
    return ttlMs === undefined ? null : this.#now() + ttlMs
  }
}

const toJson = (key: string, value: unknown): string => {
  const json: string | undefined = JSON.stringify(value)
  if (json === undefined) throw new TypeError(`the value of ${key} cannot be written as JSON`)
  return json
}
