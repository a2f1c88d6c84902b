import { Command, InvalidArgumentError } from 'commander'
import { createBot } from '../bot.js'
import { CatflapError, CommandError } from '../errors.js'
import { createLog } from '../log.js'
import type { Progress } from '../protocol/files.js'
import { findConfig } from './find-config.js'

interface UploadCommandOptions {
  readonly to: number
  readonly config?: string
}

const account = (value: string): number => {
  if (!/^[1-9]\d{0,15}$/.test(value)) throw new InvalidArgumentError('Expected a QQ number such as 10001.')
  return Number(value)
}

export const uploadCommand = (): Command =>
  new Command('upload')
    .description('bring a file to the machine of NapCat, and show what to write as "file" to send it')
    .argument('<file>', 'a file of this machine')
    .requiredOption('-t, --to <account>', 'the account whose NapCat takes it', account)
    .option(
      '-c, --config <file>',
      'the configuration of the bot (default: config.json, then config.example.json)',
    )
    .addHelpText(
      'after',
      `
Example:
  $ catflap upload ./movie.mp4 --to 123456789

NapCat keeps the file for five minutes. Exit code: 0 when it is there, 1 otherwise.`,
    )
    .action(upload)

const upload = async (file: string, { to, config: path }: UploadCommandOptions): Promise<void> => {
  const { config } = await findConfig(path)
  const bot = createBot({ ...config, log: createLog('silent') })
  const isWatched = process.stderr.isTTY
  try {
    const uploaded = await bot.api(to).uploadFile(file, isWatched ? { onProgress: draw } : {})
    process.stdout.write(`${uploaded.file}\n`)
  } catch (error) {
    if (error instanceof CatflapError) throw error
    throw new CommandError(`${file} cannot be uploaded: ${(error as Error).message}`, { cause: error })
  } finally {
    if (isWatched) process.stderr.write('\n')
    await bot.close()
  }
}

const width = 30

/** `██████████░░░░░░░░░░░░░░░░░░░░  33 %`, over and over in one line. */
const draw = ({ sentBytes, totalBytes }: Progress): void => {
  const share = sentBytes / totalBytes
  const full = Math.round(share * width)
  const bar = '█'.repeat(full) + '░'.repeat(width - full)
  process.stderr.write(`\r${bar} ${String(Math.round(share * 100)).padStart(3)} %`)
}
