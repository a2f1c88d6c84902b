import { existsSync } from 'node:fs'
import type { Config } from '../config.js'
import { CommandError } from '../errors.js'
import { SqliteFile } from '../journal/sqlite-file.js'
import { SqliteJournal } from '../journal/sqlite-journal.js'
import { SqliteState } from '../journal/sqlite-state.js'
import type { Entry, Journal } from '../protocol/journal.js'
import type { State } from '../protocol/state.js'
import type { FoundConfig } from './find-config.js'
import { say } from './language.js'

/** The file of a bot that may be running. */
export interface OpenJournal {
  readonly journal: Journal
  readonly state: State
  readonly close: () => Promise<void>
}

/** `undefined`: the bot keeps none, or has not been started yet. */
export const openJournal = ({ journal: { file } }: Config): OpenJournal | undefined => {
  if (!existsSync(file)) return undefined
  const sqlite = new SqliteFile({ file, isOwner: false })
  const journal = new SqliteJournal(sqlite)
  return { journal, state: new SqliteState(sqlite), close: () => journal.close() }
}

/** Runs something with the journal. Rejects with `CommandError` where there is none. */
export const withJournal = async <Value>(
  { config, source }: FoundConfig,
  run: (open: OpenJournal) => Promise<Value>,
): Promise<Value> => {
  const { file } = config.journal
  if (file === '')
    throw new CommandError(
      say(
        `${source}: the bot keeps no journal, "journal.file" is empty; what came before is not known. Name a file there and restart the bot`,
        `${source}：机器人没有开启日志库（"journal.file" 为空），之前的事件无从查起。请填写文件名并重启机器人`,
      ),
    )
  const open = openJournal(config)
  if (open === undefined)
    throw new CommandError(
      say(`there is no journal at ${file} yet; start the bot first`, `${file} 还没有日志库；请先启动机器人`),
    )
  try {
    return await run(open)
  } finally {
    await open.close()
  }
}

/** Everything is digits in the number of an entry; the id of an event begins with a letter. */
const isNumber = (written: string): boolean => /^\d{1,15}$/.test(written)

/** So many are looked through for the last one that is no heartbeat. */
const lately = 200

const findLast = async (journal: Journal): Promise<Entry | undefined> =>
  (await journal.list({ limit: lately })).findLast(({ name }) => !name.startsWith('meta_event.'))

/** An entry by its number, by the id that its event has in the log, or `last`: what came last, heartbeats aside. */
export const findEntry = async (journal: Journal, written: string): Promise<Entry | undefined> => {
  if (written === 'last') return findLast(journal)
  return isNumber(written) ? journal.get(Number(written)) : journal.ofEvent(written)
}
