import type { Database } from 'libsql'
import { JournalError } from '../errors.js'

/** What a file has to become, step by step; `user_version` counts the steps that it has taken. Append only. */
const steps: readonly string[] = [
  `CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    endpoint TEXT NOT NULL,
    self_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    redeliveries INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    done_at INTEGER,
    reason TEXT,
    headers TEXT NOT NULL,
    answered TEXT,
    body BLOB NOT NULL
  );
  CREATE INDEX unfinished ON deliveries (state) WHERE state <> 'done';`,
  `CREATE TABLE state (key TEXT PRIMARY KEY, json TEXT NOT NULL, until INTEGER) WITHOUT ROWID;
  CREATE INDEX ending ON state (until) WHERE until IS NOT NULL;`,
  `ALTER TABLE deliveries ADD COLUMN event_id TEXT;
  CREATE INDEX by_event ON deliveries (event_id);`,
]

/** Brings a file up to date. Throws where a newer catflap has written it. */
export const migrate = (db: Database): void => {
  const { user_version: taken } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  if (taken > steps.length) {
    throw new JournalError(
      'the journal was written by a newer catflap; update this one, or move the file away',
    )
  }
  for (const [index, step] of steps.entries()) {
    if (index < taken) continue
    db.exec(`BEGIN; ${step} PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
