import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { SqliteFile } from '../../src/journal/sqlite-file.js'
import { SqliteJournal } from '../../src/journal/sqlite-journal.js'
import type { Answered, Arrival, Journal } from '../../src/protocol/journal.js'
import { selfId } from './door.js'

/** A path for a journal, in a folder that goes when the test ends. */
export const journalFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'catflap.db')
}

/** Looks into a journal while nobody or a bot has it. */
export const lookInto = async <Value>(
  file: string,
  run: (journal: Journal) => Promise<Value>,
): Promise<Value> => {
  const journal = new SqliteJournal(new SqliteFile({ file, isOwner: false }))
  try {
    return await run(journal)
  } finally {
    await journal.close()
  }
}

export const arrivalOf = (body: object, changes: Partial<Arrival> = {}): Arrival => ({
  at: Date.now(),
  endpoint: 'main',
  selfId,
  name: 'message.group',
  headers: [],
  bytes: Buffer.from(JSON.stringify(body)),
  ...changes,
})

/** What a process leaves that ends in the middle: a delivery, what it had answered by then, and how often before. */
export const leaveBehind = (
  file: string,
  arrival: Arrival,
  answered?: Partial<Answered>,
  redeliveries = 0,
): Promise<number> =>
  lookInto(file, async (journal) => {
    const id = await journal.append(arrival)
    for (let count = 0; count < redeliveries; count += 1) await journal.redelivering(id)
    if (answered !== undefined)
      await journal.mark(id, { places: [], decided: {}, calls: [], settled: false, ...answered })
    return id
  })
