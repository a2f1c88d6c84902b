import { Command, InvalidArgumentError } from 'commander'
import { CaptureError } from '../errors.js'
import { survey } from '../replay/selection.js'
import { httpUrl } from './options.js'
import { listDeliveries } from './replay-dry.js'
import { rehearse } from './replay-here.js'
import type { Replay, ReplayOptions } from './replay-options.js'
import { Report } from './replay-report.js'
import { postElsewhere } from './replay-to.js'

const time = (value: string): number => {
  const at = Date.parse(value)
  if (Number.isNaN(at)) throw new InvalidArgumentError('Expected a time such as 2025-11-20T15:00:00Z.')
  return at
}

const speed = (value: string): number => {
  const times = Number(value)
  if (!(times > 0 && times <= 1e6)) throw new InvalidArgumentError('Expected a number such as 1 or 10.')
  return times
}

export const replayCommand = (): Command =>
  new Command('replay')
    .description('post the deliveries of a capture again, signed anew, and show what the bot says now')
    .argument('<file>', 'the capture: JSON Lines, of catflap capture or catflap journal export')
    .argument('[plugin...]', 'files with handlers, besides those of the configuration')
    .option('-c, --config <file>', 'the bot (default: config.json, then config.example.json)')
    .option('--diff', 'show only what is not answered as it was then')
    .option('--to <url>', 'post to a bot that runs, in the place of one in this process', httpUrl)
    .option(
      '--token <token>',
      'signs what is posted with --to (default: CATFLAP_TOKEN, then the configuration)',
    )
    .option('--speed <times>', 'as it came: 1, ten times as fast: 10 (default: as fast as it goes)', speed)
    .option('--from <time>', 'what came from then on', time)
    .option('--until <time>', 'what came before then', time)
    .option('--dry-run', 'only list what would be posted')
    .option('--json', 'one JSON object a line')
    .addHelpText(
      'after',
      `
Nothing leaves the process without --to: calls are answered as the capture says they were, and where it says nothing
they succeed, which a * marks. The clock of the bot shows the time of the capture.

Examples:
  $ catflap replay incident.jsonl
  $ catflap replay incident.jsonl --diff
  $ catflap replay incident.jsonl --to http://127.0.0.1:8080/napcat --speed 10

Exit code: 1 where --diff shows a difference.`,
    )
    .action(replay)

const replay = async (file: string, plugins: readonly string[], options: ReplayOptions): Promise<void> => {
  // Whoever reads the output may stop, as `head` does.
  process.stdout.on('error', () => process.exit(0))
  const skipped = (problem: string): void =>
    void process.stderr.write(`catflap: ${problem}; it is left out\n`)
  const found = await survey(file, options, { skipped })
  if (found.count === 0) throw new CaptureError(`${file} holds no delivery of that time`)
  const report = new Report({ ...options, count: found.count })
  const what: Replay = { file, found, options, report }
  if (options.dryRun) await listDeliveries(what)
  else if (options.to === undefined) await rehearse(what, plugins)
  else await postElsewhere(what, options.to)
  report.end()
  const code = options.diff && report.differing > 0 ? 1 : 0
  // What a plugin has left open must not keep the process.
  process.stdout.write('', () => process.exit(code))
}
