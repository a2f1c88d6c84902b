import { Command, InvalidArgumentError } from 'commander'
import { CaptureError } from '../errors.js'
import { survey } from '../replay/selection.js'
import { below } from './help.js'
import { say } from './language.js'
import { configOption, httpUrl, jsonOption, pluginArgument } from './options.js'
import { listDeliveries } from './replay-dry.js'
import { rehearse } from './replay-here.js'
import type { Replay, ReplayOptions } from './replay-options.js'
import { Report } from './replay-report.js'
import { postElsewhere } from './replay-to.js'

const time = (value: string): number => {
  const at = Date.parse(value)
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      say('Expected a time such as 2025-11-20T15:00:00Z.', '应为时间，例如 2025-11-20T15:00:00Z。'),
    )
  return at
}

const speed = (value: string): number => {
  const times = Number(value)
  if (!(times > 0 && times <= 1e6))
    throw new InvalidArgumentError(say('Expected a number such as 1 or 10.', '应为数字，例如 1 或 10。'))
  return times
}

export const replayCommand = (): Command =>
  new Command('replay')
    .description(
      say(
        'post the deliveries of a capture again, signed anew, and show what the bot says now',
        '把捕获文件里的事件重新签名、再投递一遍，看机器人现在怎么回应',
      ),
    )
    .argument('<file>', say('the capture: JSON Lines', '捕获文件（JSON Lines）'))
    .argument(...pluginArgument())
    .option('--diff', say('show only what is not answered as it was then', '只显示和当时不同的'))
    .option(
      '--to <url>',
      say('post to a bot that runs, not to one in this process', '投递给正在运行的机器人，而不是本进程里的'),
      httpUrl,
    )
    .option(
      '--token <token>',
      say(
        'signs what is posted with --to (default: CATFLAP_TOKEN, then the configuration)',
        '配合 --to，用来签名（默认：CATFLAP_TOKEN，其次配置文件）',
      ),
    )
    .option(
      '--speed <times>',
      say(
        '1: as it came, 10: ten times as fast (default: as fast as it goes)',
        '1：按原来的快慢，10：快十倍（默认：尽快）',
      ),
      speed,
    )
    .option('--from <time>', say('what came from then on', '从这个时间起'), time)
    .option('--until <time>', say('what came before then', '到这个时间为止'), time)
    .option('--dry-run', say('only list what would be posted', '只列出会投递什么'))
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Without --to nothing leaves the process: calls are answered as the capture says they were; where it says nothing they succeed, which a * marks.',
          '不带 --to 时什么都不会发到外面：调用的结果取自捕获文件，其中没有的一律当作成功，标上 *。',
        ),
        succeeds: say(
          'everything was posted, and --diff finds no difference',
          '全部投递完，且 --diff 没有发现不同',
        ),
        examples: [
          'catflap replay incident.jsonl',
          'catflap replay incident.jsonl --diff',
          'catflap replay incident.jsonl --to http://127.0.0.1:8080/napcat --speed 10',
        ],
      }),
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
