import { resolve } from 'node:path'
import { Command } from 'commander'
import { start } from './start.js'

interface CaptureOptions {
  readonly out: string
  readonly config?: string
}

export const captureCommand = (): Command =>
  new Command('capture')
    .description('run the bot, and write every delivery with its answer and its calls to a file')
    .argument('[plugin...]', 'files with handlers, besides those of the configuration')
    .requiredOption('-o, --out <file>', 'where to write to, JSON Lines; a file that is there goes on')
    .option('-c, --config <file>', 'the configuration (default: config.json, then config.example.json)')
    .addHelpText(
      'after',
      `
The file holds what people wrote: tokens and signatures are left out, names and numbers are not (catflap anonymize).
What a bot has handled without it, the journal still knows: catflap journal export.

Examples:
  $ catflap capture --out incident.jsonl
  $ catflap replay incident.jsonl --diff`,
    )
    .action((plugins: readonly string[], { out, config }: CaptureOptions) =>
      start(plugins, { capture: resolve(out), ...(config === undefined ? {} : { config }) }),
    )
