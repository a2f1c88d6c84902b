import { Command, InvalidArgumentError } from 'commander'
import type { CaptureLine } from '../capture/capture-line.js'
import { captureLineOf } from '../capture/from-entry.js'
import { parseDuration } from '../dispatch/command/duration.js'
import { type Journal, noAccount } from '../protocol/journal.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { say } from './language.js'
import { withJournal } from './open-journal.js'
import { configOption, outOption } from './options.js'
import { writeCapture } from './write-capture.js'

interface ExportOptions {
  readonly config?: string
  /** Times, in milliseconds. */
  readonly since?: number
  readonly until?: number
  readonly out?: string
}

/** `1h`: an hour ago; else a date and a time. */
const moment = (value: string): number => {
  const seconds = parseDuration(value)
  if (seconds !== undefined) return Date.now() - seconds * 1000
  const at = Date.parse(value)
  // A lone number would be some year.
  if (!/^\d{4}-/.test(value) || Number.isNaN(at))
    throw new InvalidArgumentError(
      say(
        'Expected 10m, 1h or 1h30m ago, or a time such as 2026-11-21T08:00.',
        '应为多久之前（10m、1h、1h30m），或时间，例如 2026-11-21T08:00。',
      ),
    )
  return at
}

export const journalExportCommand = (): Command =>
  new Command('export')
    .description(
      say(
        'write deliveries with their answers and calls as a capture: JSON Lines',
        '把投递连同答复和调用写成捕获文件（JSON Lines）',
      ),
    )
    .option(
      '--since <time>',
      say(
        'from 10m, 1h, 1h30m ago on, or from 2026-11-21T08:00 on (default: everything)',
        '从多久之前（10m、1h、1h30m）或从 2026-11-21T08:00 起（默认：全部）',
      ),
      moment,
    )
    .option('--until <time>', say('up to then (default: everything)', '到何时为止（默认：全部）'), moment)
    .addOption(outOption())
    .addOption(configOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'What is at work or was given up is marked as "unfinished".',
          '还在处理或已放弃的投递带有 "unfinished"。',
        ),
        succeeds: say('it is written', '写完'),
        examples: [
          'catflap journal export --since 1h --out incident.jsonl',
          'catflap journal export --since 2h --until 90m > incident.jsonl',
        ],
      }),
    )
    .action(writeExport)

const writeExport = async (options: ExportOptions): Promise<void> =>
  withJournal(await findConfig(options.config), ({ journal }) =>
    writeCapture(captures(journal, options), options.out),
  )

function* captures(
  journal: Journal,
  { since = 0, until = Number.POSITIVE_INFINITY }: ExportOptions,
): Generator<CaptureLine> {
  // What came to a hook is no event that a capture could replay.
  for (const entry of journal.since(since, Number.MAX_SAFE_INTEGER))
    if (entry.at <= until && entry.selfId !== noAccount) yield captureLineOf(entry)
}
