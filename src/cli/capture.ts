import { resolve } from 'node:path'
import { Command } from 'commander'
import { below } from './help.js'
import { say } from './language.js'
import { configOption, pluginArgument } from './options.js'
import { start } from './start.js'

interface CaptureOptions {
  readonly out: string
  readonly config?: string
}

export const captureCommand = (): Command =>
  new Command('capture')
    .description(
      say(
        'run the bot, and write every delivery with its answer and its calls to a file',
        '运行机器人，并把每个事件连同回复和调用写进文件',
      ),
    )
    .argument(...pluginArgument())
    .requiredOption(
      '-o, --out <file>',
      say('where to write to; what is there stays, and goes on', '写到哪个文件；已有的内容保留，接着写'),
    )
    .addOption(configOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'The file holds what people wrote: tokens and signatures are left out, names and numbers are not (catflap anonymize).',
          '文件里有聊天内容：不含 token 和签名，但含名字和号码（见 catflap anonymize）。',
        ),
        succeeds: say('it was stopped and everything was finished', '正常停止'),
        examples: ['catflap capture --out incident.jsonl'],
      }),
    )
    .action((plugins: readonly string[], { out, config }: CaptureOptions) =>
      start(plugins, { capture: resolve(out), ...(config === undefined ? {} : { config }) }),
    )
