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
  // What came is written once and never touched again: pages of bodies are many, those of what became of them few.
  `CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    event_id TEXT,
    endpoint TEXT NOT NULL,
    self_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL
  );
  CREATE TABLE progress (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    redeliveries INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    done_at INTEGER,
    reason TEXT,
    answered TEXT
  );
  INSERT INTO arrivals SELECT id, at, event_id, endpoint, self_id, name, headers, body FROM deliveries;
  INSERT INTO progress SELECT id, state, redeliveries, due_at, done_at, reason, answered FROM deliveries;
  DROP TABLE deliveries;
  ALTER TABLE arrivals RENAME TO deliveries;
  CREATE INDEX unfinished ON progress (state) WHERE state <> 'done';
  CREATE TRIGGER arrived AFTER INSERT ON deliveries
    BEGIN INSERT INTO progress (id, state, redeliveries, due_at) VALUES (new.id, 'open', 0, new.at); END;
  CREATE TRIGGER forgotten AFTER DELETE ON deliveries BEGIN DELETE FROM progress WHERE id = old.id; END;
  CREATE VIEW entries AS SELECT * FROM deliveries JOIN progress USING (id);`,
  // What became of a delivery is written when it is known: most are done as soon as they have come. Of what is at work
  // longer somebody writes it who looks now and then; where he has not come yet, what has no row is open.
  `DROP TRIGGER arrived;
  CREATE TABLE looked (up_to INTEGER NOT NULL);
  INSERT INTO looked SELECT coalesce(max(id), 0) FROM deliveries;
  CREATE VIEW fresh AS SELECT id, at FROM deliveries
    WHERE id > (SELECT up_to FROM looked) AND id NOT IN (SELECT id FROM progress);
  DROP VIEW entries;
  CREATE VIEW entries AS SELECT
      deliveries.*,
      coalesce(state, 'open') AS state, coalesce(redeliveries, 0) AS redeliveries, coalesce(due_at, at) AS due_at,
      done_at, reason, answered
    FROM deliveries LEFT JOIN progress USING (id);
  DROP TRIGGER forgotten;
  CREATE TRIGGER forgotten AFTER DELETE ON deliveries BEGIN
    DELETE FROM progress WHERE id = old.id;
    -- The number of the last one is given once more.
    UPDATE looked SET up_to = (SELECT coalesce(max(id), 0) FROM deliveries)
      WHERE up_to > (SELECT coalesce(max(id), 0) FROM deliveries);
  END;`,
]

/** The steps that a file has still to take; 0: it is up to date. Throws where a newer catflap has written it. */
export const stepsLeft = (db: Database): number => {
  const left = steps.length - versionOf(db)
  if (left >= 0) return left
  throw new JournalError('the journal was written by a newer catflap; update this one, or move the file away')
}

/** Whether nothing is in the file yet. */
export const isNew = (db: Database): boolean => versionOf(db) === 0

const versionOf = (db: Database): number => {
  const { user_version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  return user_version
}

/** Brings a file up to date, or to what it was after some step. For its owner: whoever else has it open is lost. */
export const migrate = (db: Database, to = steps.length): void => {
  const taken = versionOf(db)
  for (const [index, step] of steps.entries()) {
    if (index < taken || index >= to) continue
    db.exec(`BEGIN; ${step} PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
