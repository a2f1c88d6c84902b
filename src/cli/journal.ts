import { Command, InvalidArgumentError, Option } from 'commander'
import { CommandError } from '../errors.js'
import { type Entry, type EntryState, entryStates, type Journal } from '../protocol/journal.js'
import { entryJson, entryLines } from './entry-lines.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { journalExportCommand } from './journal-export.js'
import { say } from './language.js'
import { findEntry, withJournal } from './open-journal.js'
import { configOption, entryArgument, jsonOption } from './options.js'
import { print } from './terminal.js'

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

const dayMs = 24 * 60 * 60_000

const count = (value: string): number => {
  if (!/^\d{1,15}$/.test(value))
    throw new InvalidArgumentError(say('Expected a number such as 20.', '应为数字，例如 20。'))
  return Number(value)
}

const limitOption = (): Option =>
  new Option('-n, --limit <number>', say('how many', '条数')).argParser(count).default(20)

const succeeds = (): string => say('there is such a delivery', '有这条投递')

const listCommand = (): Command =>
  new Command('list')
    .description(say('the last deliveries and what became of them', '最近的投递及其结果'))
    .addOption(limitOption())
    .addOption(new Option('--state <state>', say('only those', '只看这种状态的')).choices(entryStates))
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        succeeds: say('the journal can be read', '日志库可以读取'),
        examples: [
          'catflap journal list',
          'catflap journal list --state open',
          `catflap journal list --limit 1000 --json | grep '"message.group"'`,
        ],
      }),
    )
    .action((options: ListOptions) => look(options, (journal) => list(journal, options)))

const deadCommand = (): Command =>
  new Command('dead')
    .description(say('deliveries that were given up, and why', '已放弃的投递及原因'))
    .addOption(limitOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        succeeds: say('the journal can be read', '日志库可以读取'),
        examples: ['catflap journal dead'],
      }),
    )
    .action((options: ListOptions) =>
      look(options, (journal) => list(journal, { ...options, state: 'dead' })),
    )

const showCommand = (): Command =>
  new Command('show')
    .description(say('one delivery: headers, body, answers', '一条投递：请求头、请求体、答复'))
    .argument(...entryArgument())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        succeeds: succeeds(),
        examples: ['catflap journal show 12', 'catflap journal show hl2v0x8k3c'],
      }),
    )
    .action((event: string, options: JournalCommandOptions) =>
      look(options, async (journal) => show(await known(journal, event), options)),
    )

const retryCommand = (): Command =>
  new Command('retry')
    .description(say('have a delivery that was given up handled once more', '让已放弃的投递再处理一次'))
    .argument(...entryArgument())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        succeeds: say('it was given up', '它确实已放弃'),
        examples: ['catflap journal retry 12'],
      }),
    )
    .action((event: string, options: JournalCommandOptions) =>
      look(options, async (journal) => retry(journal, await known(journal, event), options)),
    )

const pruneCommand = (): Command =>
  new Command('prune')
    .description(say('forget old deliveries', '清除旧的投递'))
    .option(
      '--days <number>',
      say('older than so many days (default: journal.keepDays)', '早于这么多天的（默认：journal.keepDays）'),
      count,
    )
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        succeeds: say('they are forgotten', '清除完成'),
        examples: ['catflap journal prune --days 1'],
      }),
    )
    .action((options: PruneOptions) =>
      look(options, (journal, keepDays) => prune(journal, options.days ?? keepDays, options)),
    )

export const journalCommand = (): Command =>
  new Command('journal')
    .description(
      say('look into the journal of the bot, which may be running', '查看机器人的日志库（运行时也可以）'),
    )
    .addCommand(listCommand())
    .addCommand(deadCommand())
    .addCommand(showCommand())
    .addCommand(retryCommand())
    .addCommand(journalExportCommand())
    .addCommand(pruneCommand())

const look = async (
  { config: named }: JournalCommandOptions,
  run: (journal: Journal, keepDays: number) => Promise<readonly string[]>,
): Promise<void> => {
  const found = await findConfig(named)
  const { keepDays } = found.config.journal
  await withJournal(found, async ({ journal }) => print(await run(journal, keepDays)))
}

const known = async (journal: Journal, event: string): Promise<Entry> => {
  const entry = await findEntry(journal, event)
  if (entry !== undefined) return entry
  throw new CommandError(say(`the journal has no delivery ${event}`, `日志库里没有投递 ${event}`))
}

const list = async (journal: Journal, { json, limit, state }: ListOptions): Promise<readonly string[]> => {
  const entries = await journal.list({ limit, ...(state === undefined ? {} : { states: [state] }) })
  if (json) return entries.map(entryJson)
  return entries.length === 0 ? [say('(none)', '（无）')] : entryLines(entries)
}

const show = (entry: Entry, { json }: JournalCommandOptions): readonly string[] => {
  if (json) return [entryJson(entry)]
  const id = entry.eventId === undefined ? [] : [`id ${entry.eventId}`]
  const headers = entry.headers.map(([name, value]) => `${name}: ${value}`)
  const answers = entry.answered === undefined ? [] : ['', JSON.stringify(entry.answered, null, 2)]
  return [...entryLines([entry]), ...id, '', ...headers, '', entry.bytes.toString(), ...answers]
}

const retry = async (
  journal: Journal,
  { id }: Entry,
  { json }: JournalCommandOptions,
): Promise<readonly string[]> => {
  if (!(await journal.retry(id)))
    throw new CommandError(say(`delivery ${id} was not given up`, `投递 ${id} 并没有被放弃`))
  return [
    json
      ? JSON.stringify({ id, state: 'retry' })
      : say(
          `${id} is handled once more: in a moment, or when the bot starts`,
          `${id} 将再处理一次：机器人在运行则马上，否则在启动时`,
        ),
  ]
}

const prune = async (
  journal: Journal,
  days: number,
  { json }: JournalCommandOptions,
): Promise<readonly string[]> => {
  const forgotten = await journal.prune(Date.now() - days * dayMs)
  return [
    json
      ? JSON.stringify({ forgotten })
      : say(`${forgotten} deliveries forgotten`, `已清除 ${forgotten} 条投递`),
  ]
}
