import { Command, InvalidArgumentError, Option } from 'commander'
import type { CaptureLine } from '../capture/capture-line.js'
import { captureLineOf } from '../capture/from-entry.js'
import { parseDuration } from '../dispatch/command/duration.js'
import { CommandError } from '../errors.js'
import { type Answered, type Entry, type EntryState, entryStates, type Journal } from '../protocol/journal.js'
import { findConfig } from './find-config.js'
import { withJournal } from './open-journal.js'
import { print } from './terminal.js'
import { writeCapture } from './write-capture.js'

interface JournalCommandOptions {
  readonly config?: string
  readonly json?: boolean
}

interface ListOptions extends JournalCommandOptions {
  readonly limit: number
  readonly state?: EntryState
}

interface PruneOptions extends JournalCommandOptions {
  readonly days?: number
}

interface ExportOptions extends JournalCommandOptions {
  /** Milliseconds. */
  readonly since?: number
  readonly out?: string
}

const dayMs = 24 * 60 * 60_000

const number = (value: string): number => {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('Expected a number such as 20.')
  return Number(value)
}

const age = (value: string): number => {
  const seconds = parseDuration(value)
  if (seconds === undefined) throw new InvalidArgumentError('Expected a time such as 10m, 1h or 1h30m.')
  return seconds * 1000
}

/** With the options that all of them have. */
const command = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option(
      '-c, --config <file>',
      'the configuration of the bot (default: config.json, then config.example.json)',
    )
    .option('--json', 'one JSON object a line')

export const journalCommand = (): Command =>
  new Command('journal')
    .description('look into the journal of the bot, which may be running')
    .addCommand(
      command('list', 'the last deliveries and what became of them')
        .option('-n, --limit <number>', 'how many', number, 20)
        .addOption(new Option('--state <state>', 'only those').choices(entryStates))
        .action((options: ListOptions) =>
          look(options, ({ journal }) => list(journal, options, options.state && [options.state])),
        ),
    )
    .addCommand(
      command('dead', 'deliveries that were given up, and why')
        .option('-n, --limit <number>', 'how many', number, 20)
        .action((options: ListOptions) => look(options, ({ journal }) => list(journal, options, ['dead']))),
    )
    .addCommand(
      command('show', 'one delivery: headers, body, answers')
        .argument('<id>', 'its number', number)
        .action((id: number, options: JournalCommandOptions) =>
          look(options, ({ journal }) => show(journal, id, options)),
        ),
    )
    .addCommand(
      command('retry', 'have a delivery that was given up handled once more')
        .argument('<id>', 'its number', number)
        .action((id: number, options: JournalCommandOptions) =>
          look(options, ({ journal }) => retry(journal, id, options)),
        ),
    )
    .addCommand(
      command('export', 'write deliveries with their answers and calls as a capture: JSON Lines')
        .option('--since <time>', 'what came in the last 10m, 1h, 1h30m … (default: everything)', age)
        .option('-o, --out <file>', 'where to write to; it must not be there yet (default: standard output)')
        .action((options: ExportOptions) =>
          look(options, async ({ journal }) => {
            const since = options.since === undefined ? 0 : Date.now() - options.since
            await writeCapture(capturesSince(journal, since), options.out)
            return []
          }),
        ),
    )
    .addCommand(
      command('prune', 'forget old deliveries')
        .option('--days <number>', 'older than so many days (default: journal.keepDays)', number)
        .action((options: PruneOptions) =>
          look(options, ({ journal, keepDays }) => prune(journal, options.days ?? keepDays, options)),
        ),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ catflap journal list
  $ catflap journal show 12
  $ catflap journal list --limit 1000 --json | grep '"message.group"'
  $ catflap journal export --since 1h --out incident.jsonl
  $ catflap journal retry 12`,
    )

function* capturesSince(journal: Journal, since: number): Generator<CaptureLine> {
  for (const entry of journal.since(since, Number.MAX_SAFE_INTEGER)) yield captureLineOf(entry)
}

interface Found {
  readonly journal: Journal
  readonly keepDays: number
}

const look = async (
  { config: named }: JournalCommandOptions,
  run: (found: Found) => Promise<readonly string[]>,
): Promise<void> => {
  const found = await findConfig(named)
  const { keepDays } = found.config.journal
  await withJournal(found, async ({ journal }) => print(await run({ journal, keepDays })))
}

const list = async (
  journal: Journal,
  { json, limit }: ListOptions,
  states: readonly EntryState[] | undefined,
): Promise<readonly string[]> => {
  const entries = await journal.list({ limit, ...(states === undefined ? {} : { states }) })
  if (json) return entries.map(toJson)
  return entries.length === 0 ? ['(none)'] : entries.map(lineOf)
}

const show = async (
  journal: Journal,
  id: number,
  { json }: JournalCommandOptions,
): Promise<readonly string[]> => {
  const entry = await journal.get(id)
  if (entry === undefined) throw new CommandError(`the journal has no delivery ${id}`)
  if (json) return [toJson(entry)]
  const headers = entry.headers.map(([name, value]) => `${name}: ${value}`)
  const answers = entry.answered === undefined ? [] : ['', JSON.stringify(entry.answered, null, 2)]
  return [lineOf(entry), '', ...headers, '', entry.bytes.toString(), ...answers]
}

const retry = async (
  journal: Journal,
  id: number,
  { json }: JournalCommandOptions,
): Promise<readonly string[]> => {
  if (!(await journal.retry(id))) throw new CommandError(`the journal has no dead delivery ${id}`)
  return [
    json
      ? JSON.stringify({ id, state: 'retry' })
      : `${id} is handled once more: in a moment, or when the bot starts`,
  ]
}

const prune = async (
  journal: Journal,
  days: number,
  { json }: JournalCommandOptions,
): Promise<readonly string[]> => {
  const forgotten = await journal.prune(Date.now() - days * dayMs)
  return [json ? JSON.stringify({ forgotten }) : `${forgotten} deliveries forgotten`]
}

const lineOf = ({ id, at, state, name, selfId, reason, answered }: Entry): string =>
  [
    String(id).padStart(6),
    new Date(at).toISOString(),
    state.padEnd(5),
    selfId,
    name,
    ...(answered === undefined ? [] : effectsOf(answered)),
    ...(reason === undefined ? [] : [`(${reason})`]),
  ].join('  ')

/** `reply at_sender`, `delete_msg`, `send_group_msg refused` */
const effectsOf = ({ response = {}, calls }: Answered): string[] => [
  ...Object.keys(response),
  ...calls.map(({ action, state }) => (state === 'done' ? action : `${action} ${state}`)),
]

const toJson = ({ bytes, at, dueAt, doneAt, ...entry }: Entry): string =>
  JSON.stringify({
    ...entry,
    at: new Date(at).toISOString(),
    ...(doneAt === undefined ? {} : { doneAt: new Date(doneAt).toISOString() }),
    body: bytes.toString(),
  })
