import type { Statement } from 'libsql'
import {
  type Answered,
  type Arrival,
  type Entry,
  type EntryQuery,
  type EntryState,
  isDone,
  type Journal,
  type JournalSize,
} from '../protocol/journal.js'
import { Retention, type RetentionOptions, sliceRows } from './retention.js'
import type { SqliteFile } from './sqlite-file.js'
import { Together } from './together.js'

/** A row as it comes. */
interface Row {
  readonly id: number
  readonly at: number
  readonly event_id: string | null
  readonly endpoint: string
  readonly self_id: number
  readonly name: string
  readonly headers: string
  readonly body: ArrayBuffer
  readonly state: EntryState
  readonly redeliveries: number
  readonly due_at: number
  readonly answered: string | null
  readonly done_at: number | null
  readonly reason: string | null
}

const toEntry = (row: Row): Entry => ({
  id: row.id,
  at: row.at,
  ...(row.event_id === null ? {} : { eventId: row.event_id }),
  endpoint: row.endpoint,
  selfId: row.self_id,
  name: row.name,
  headers: JSON.parse(row.headers) as Arrival['headers'],
  bytes: Buffer.from(row.body),
  state: row.state,
  redeliveries: row.redeliveries,
  dueAt: row.due_at,
  ...(row.answered === null ? {} : { answered: JSON.parse(row.answered) as Answered }),
  ...(row.done_at === null ? {} : { doneAt: row.done_at }),
  ...(row.reason === null ? {} : { reason: row.reason }),
})

/** What became of a delivery. */
interface Mark {
  readonly id: number
  readonly json: string
  /** In milliseconds; `null`: something is left to do. */
  readonly doneAt: number | null
}

/** Rows of one statement: there is one for each number of them. */
const maxRows = 16

const rowsOf = (row: string, count: number): string => Array<string>(count).fill(row).join(', ')

/** Statements by the number of their rows. */
const byCount = (written: (count: number) => string): ((count: number) => string) => {
  const known: string[] = []
  return (count) => {
    known[count] ??= written(count)
    return known[count]
  }
}

const insertOf = byCount(
  (count) => `INSERT INTO deliveries (at, event_id, endpoint, self_id, name, headers, body)
    VALUES ${rowsOf('(?, ?, ?, ?, ?, ?, ?)', count)}`,
)

const updateOf = byCount(
  (count) => `UPDATE progress SET
      answered = mark.column1,
      state = CASE WHEN mark.column2 IS NULL THEN state ELSE 'done' END,
      done_at = coalesce(mark.column2, done_at)
    FROM (VALUES ${rowsOf('(?, ?, ?)', count)}) AS mark WHERE id = mark.column3`,
)

/** In order, so many in each that one statement can write them. With an id, each id once. */
const slices = <Item>(items: readonly Item[], idOf?: (item: Item) => number): Item[][] => {
  const all: Item[][] = []
  let ids = new Set<number>()
  for (const item of items) {
    const last = all.at(-1)
    const id = idOf?.(item)
    if (last === undefined || last.length === maxRows || (id !== undefined && ids.has(id))) {
      all.push([item])
      ids = new Set()
    } else last.push(item)
    if (id !== undefined) ids.add(id)
  }
  return all
}

/** A journal in a file. */
export class SqliteJournal implements Journal {
  readonly #file: SqliteFile
  readonly #now: () => number
  readonly #retention: Retention | undefined
  readonly #statements = new Map<string, Statement<unknown[]>>()
  readonly #appends: Together<Arrival, number>
  readonly #marks: Together<Mark, void>

  /** Without a retention nothing is forgotten. */
  constructor(file: SqliteFile, now: () => number = Date.now, retention?: RetentionOptions) {
    this.#file = file
    this.#now = now
    this.#retention = retention && new Retention(file, now, retention)
    this.#appends = new Together(file, (arrivals) => slices(arrivals).flatMap((some) => this.#insert(some)))
    this.#marks = new Together(file, (marks) =>
      slices(marks, ({ id }) => id).map((some) => this.#update(some)),
    )
  }

  append(arrival: Arrival): Promise<number> {
    return this.#appends.add(arrival)
  }

  mark(id: number, answered: Answered): Promise<void> {
    // Now, as how a call stands is changed in place.
    const json = JSON.stringify(answered)
    return this.#marks.add({ id, json, doneAt: isDone(answered) ? this.#now() : null })
  }

  redelivering(id: number): Promise<void> {
    const sql = `UPDATE progress SET redeliveries = redeliveries + 1, state = 'open' WHERE id = ?`
    return this.#change(this.#sql(sql), id)
  }

  bury(id: number, reason: string): Promise<void> {
    return this.#change(this.#sql(`UPDATE progress SET state = 'dead', reason = ? WHERE id = ?`), reason, id)
  }

  retry(id: number): Promise<boolean> {
    const sql = `UPDATE progress SET state = 'retry', redeliveries = 0, due_at = ? WHERE id = ? AND state = 'dead'`
    return this.#file.write(() => this.#sql(sql).run(this.#now(), id).changes > 0)
  }

  async get(id: number): Promise<Entry | undefined> {
    const row = this.#sql('SELECT * FROM entries WHERE id = ?').get(id) as Row | undefined
    return row && toEntry(row)
  }

  async ofEvent(eventId: string): Promise<Entry | undefined> {
    // From the newest on: an index would cost every delivery what nobody but people ask for.
    const sql = 'SELECT * FROM entries WHERE event_id = ? ORDER BY id DESC LIMIT 1'
    const row = this.#sql(sql).get(eventId) as Row | undefined
    return row && toEntry(row)
  }

  async list({ states, limit = -1 }: EntryQuery = {}): Promise<readonly Entry[]> {
    const isOneOf = states?.map((state) => `'${state}'`).join(', ')
    // Says what the index says, or it is not used.
    const isUnfinished = states?.includes('done') ? '' : ` AND state <> 'done'`
    const isWanted = isOneOf === undefined ? '' : `WHERE state IN (${isOneOf})${isUnfinished}`
    const sql = `SELECT * FROM entries ${isWanted} ORDER BY id DESC LIMIT ?`
    return (this.#sql(sql).all(limit) as Row[]).map(toEntry).reverse()
  }

  *since(at: number, limit: number): Iterable<Entry> {
    const { first } = this.#sql(
      `SELECT min(id) AS first FROM (SELECT id, at FROM deliveries ORDER BY id DESC LIMIT ?) WHERE at >= ?`,
    ).get(limit, at) as { first: number | null }
    if (first === null) return
    const rows = this.#sql('SELECT * FROM entries WHERE id >= ? ORDER BY id').iterate(first)
    for (const row of rows as Iterable<Row>) yield toEntry(row)
  }

  async size(): Promise<JournalSize> {
    const { count } = this.#sql('SELECT count(*) AS count FROM progress').get() as { count: number }
    const rows = this.#sql(
      `SELECT state, count(*) AS count FROM progress WHERE state <> 'done' GROUP BY state`,
    ).all() as { state: EntryState; count: number }[]
    const counts = Object.fromEntries(rows.map((row) => [row.state, row.count]))
    return {
      deliveries: count,
      unfinished: { open: 0, dead: 0, retry: 0, ...counts },
      bytes: this.#file.bytes,
    }
  }

  async prune(before: number): Promise<number> {
    const old = `SELECT id FROM entries WHERE at < ? AND state <> 'open'`
    const ids = (this.#sql(old).all(before) as { id: number }[]).map(({ id }) => id)
    const forget = this.#sql('DELETE FROM deliveries WHERE id = ?')
    for (let from = 0; from < ids.length; from += sliceRows) {
      await this.#file.write(() => {
        for (const id of ids.slice(from, from + sliceRows)) forget.run(id)
      })
    }
    return ids.length
  }

  async close(): Promise<void> {
    this.#retention?.stop()
    this.#file.close()
  }

  /** Returns their ids. */
  #insert(arrivals: readonly Arrival[]): number[] {
    const values: unknown[] = []
    for (const { at, eventId = null, endpoint, selfId, name, headers, bytes } of arrivals)
      values.push(at, eventId, endpoint, selfId, name, JSON.stringify(headers), bytes)
    const { lastInsertRowid } = this.#sql(insertOf(arrivals.length)).run(values)
    const first = Number(lastInsertRowid) - arrivals.length + 1
    return arrivals.map((_, index) => first + index)
  }

  #update(marks: readonly Mark[]): void {
    const values: unknown[] = []
    for (const { id, json, doneAt } of marks) values.push(json, doneAt, id)
    this.#sql(updateOf(marks.length)).run(values)
  }

  async #change(statement: Statement<unknown[]>, ...values: readonly unknown[]): Promise<void> {
    await this.#file.write(() => statement.run(...values))
  }

  /** Each statement is read once. */
  #sql(text: string): Statement<unknown[]> {
    const known = this.#statements.get(text)
    if (known !== undefined) return known
    const made = this.#file.db.prepare(text)
    this.#statements.set(text, made)
    return made
  }
}
