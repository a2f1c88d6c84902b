import { Command } from 'commander'
import { createBot } from '../bot.js'
import { CatflapError, CommandError } from '../errors.js'
import { createLog } from '../log.js'
import type { Progress } from '../protocol/files.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { say } from './language.js'
import { configOption, jsonOption, number } from './options.js'
import { print } from './terminal.js'

interface UploadCommandOptions {
  readonly to: number
  readonly config?: string
  readonly json?: boolean
}

export const uploadCommand = (): Command =>
  new Command('upload')
    .description(
      say(
        'bring a file to the machine of NapCat, and show what to write as "file" to send it',
        '把文件传到 NapCat 所在的机器，并显示发送时 "file" 该写什么',
      ),
    )
    .argument('<file>', say('a file of this machine', '本机的文件'))
    .requiredOption(
      '-t, --to <account>',
      say('the account whose NapCat takes it', '由哪个账号的 NapCat 接收'),
      number,
    )
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say('NapCat keeps the file for five minutes.', 'NapCat 保留文件五分钟。'),
        succeeds: say('it is there', '传完'),
        examples: ['catflap upload ./movie.mp4 --to 123456789'],
      }),
    )
    .action(upload)

const upload = async (file: string, { to, config: path, json }: UploadCommandOptions): Promise<void> => {
  const { config } = await findConfig(path)
  const bot = createBot({ ...config, log: createLog('silent') })
  const isWatched = process.stderr.isTTY
  try {
    const uploaded = await bot.api(to).uploadFile(file, isWatched ? { onProgress: draw } : {})
    print([json ? JSON.stringify(uploaded) : uploaded.file])
  } catch (error) {
    if (error instanceof CatflapError) throw error
    const { message } = error as Error
    throw new CommandError(say(`${file} cannot be uploaded: ${message}`, `${file} 无法上传：${message}`), {
      cause: error,
    })
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
