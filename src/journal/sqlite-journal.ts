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
import type { SqliteFile } from './sqlite-file.js'
import { Together } from './together.js'
import { sliceRows, Upkeep, type UpkeepOptions } from './upkeep.js'

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

/** What became of those that are still there. */
const progressOf = byCount(
  (count) => `INSERT INTO progress (id, state, redeliveries, due_at, done_at, answered)
    SELECT id, iif(?1 IS NULL, 'open', 'done'), 0, at, ?1, mark.column2
      FROM (VALUES ${rowsOf('(?, ?)', count)}) AS mark CROSS JOIN deliveries ON id = mark.column1 WHERE true
    ON CONFLICT (id) DO UPDATE SET
      answered = excluded.answered,
      state = iif(excluded.done_at IS NULL, state, 'done'),
      done_at = coalesce(excluded.done_at, done_at)`,
)

/** A statement holds what it was given until it is run again. */
const maxTogetherBytes = 64 * 1024

const areSmall = (arrivals: readonly Arrival[], { bytes }: Arrival): boolean =>
  arrivals.reduce((sum, arrival) => sum + arrival.bytes.length, bytes.length) <= maxTogetherBytes

/** Whether one statement can tell both: it says of all when they were done. */
const areAlike = ([first]: readonly Mark[], { doneAt }: Mark): boolean => first?.doneAt === doneAt

/** Of a delivery of which nothing is written yet. */
const openRow = `INSERT OR IGNORE INTO progress (id, state, redeliveries, due_at)
  SELECT id, 'open', 0, at FROM deliveries WHERE id = ?`

/** A condition of entries. What is done is gone through only where it is asked for. */
const isIn = (states: readonly EntryState[]): string => {
  const isOneOf = `state IN (${states.map((state) => `'${state}'`).join(', ')})`
  if (states.includes('done')) return isOneOf
  // Says what the index says, or it is not used.
  const known = `SELECT id FROM progress WHERE ${isOneOf} AND state <> 'done'`
  return `id IN (${states.includes('open') ? `${known} UNION ALL SELECT id FROM fresh` : known})`
}

const countOf = (state: EntryState): string =>
  `(SELECT count(*) FROM progress WHERE state = '${state}' AND state <> 'done') AS ${state}`

/** A journal in a file. */
export class SqliteJournal implements Journal {
  readonly #file: SqliteFile
  readonly #now: () => number
  readonly #upkeep: Upkeep | undefined
  readonly #statements = new Map<string, Statement<unknown[]>>()
  readonly #appends: Together<Arrival, number>
  readonly #marks: Together<Mark, void>

  /** Without upkeep nothing is forgotten. */
  constructor(file: SqliteFile, now: () => number = Date.now, upkeep?: UpkeepOptions) {
    this.#file = file
    this.#now = now
    this.#upkeep = upkeep && new Upkeep(file, now, upkeep)
    this.#appends = new Together(file, {
      fits: areSmall,
      write: (arrivals) => this.#insert(arrivals),
    })
    this.#marks = new Together<Mark, void>(file, {
      fits: areAlike,
      write: (marks) => {
        this.#tell(marks)
        return []
      },
    })
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
    return this.#change(id, `redeliveries = redeliveries + 1, state = 'open'`)
  }

  bury(id: number, reason: string): Promise<void> {
    return this.#change(id, `state = 'dead', reason = ?`, reason)
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
    const isWanted = states === undefined ? '' : `WHERE ${isIn(states)}`
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
    // One statement sees one state of things.
    const { known, fresh, open, dead, retry } = this.#sql(
      `SELECT (SELECT count(*) FROM progress) AS known, (SELECT count(*) FROM fresh) AS fresh,
        ${countOf('open')}, ${countOf('dead')}, ${countOf('retry')}`,
    ).get() as Readonly<Record<'known' | 'fresh' | 'open' | 'dead' | 'retry', number>>
    return {
      deliveries: known + fresh,
      unfinished: { open: open + fresh, dead, retry },
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
    this.#upkeep?.stop()
    await this.#file.close()
  }

  /** Returns their ids. */
  #insert(arrivals: readonly Arrival[]): number[] {
    const values: unknown[] = []
    for (const { at, eventId = null, endpoint, selfId, name, headers, bytes } of arrivals) {
      values.push(at, eventId, endpoint, selfId, name, JSON.stringify(headers), bytes)
      this.#file.weigh(bytes.length)
    }
    const { lastInsertRowid } = this.#sql(insertOf(arrivals.length)).run(values)
    const first = Number(lastInsertRowid) - arrivals.length + 1
    return arrivals.map((_, index) => first + index)
  }

  #tell(marks: readonly Mark[]): void {
    const values: unknown[] = [marks[0]?.doneAt]
    for (const { id, json } of marks) values.push(id, json)
    this.#sql(progressOf(marks.length)).run(values)
  }

  async #change(id: number, what: string, ...values: readonly unknown[]): Promise<void> {
    await this.#file.write(() => {
      this.#sql(openRow).run(id)
      this.#sql(`UPDATE progress SET ${what} WHERE id = ?`).run(...values, id)
    })
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
