import { Command } from 'commander'
import { readVersion } from '../version.js'
import { anonymizeCommand } from './anonymize.js'
import { captureCommand } from './capture.js'
import { certCommand } from './cert.js'
import { configCommand } from './config-check.js'
import { devCommand } from './dev.js'
import { doctorCommand } from './doctor.js'
import { hooksCommand } from './hooks.js'
import { initCommand } from './init.js'
import { journalCommand } from './journal.js'
import { say } from './language.js'
import { listCommand } from './list.js'
import { replayCommand } from './replay.js'
import { sendCommand } from './send.js'
import { startCommand } from './start.js'
import { statusCommand } from './status.js'
import { uploadCommand } from './upload.js'
import { whyCommand } from './why.js'

/** The whole command line. Making it runs nothing. */
export const createProgram = (): Command =>
  new Command('catflap')
    .description(
      say(
        'QQ bots as event handlers: NapCat and every other OneBot 11 implementation POST to it',
        'QQ 机器人就是事件处理函数：NapCat 等所有 OneBot 11 实现向它 POST 事件',
      ),
    )
    .version(readVersion())
    .showHelpAfterError(say('(catflap --help lists the commands)', '（catflap --help 列出所有命令）'))
    .addHelpText(
      'after',
      say(
        '\nEvery command ends with 0 where it did what it was asked to, with 1 otherwise; its own --help says when.',
        '\n命令办成时退出码为 0，否则为 1；各命令的 --help 有具体说明。',
      ),
    )
    .addCommand(initCommand())
    .addCommand(startCommand())
    .addCommand(devCommand())
    .addCommand(sendCommand())
    .addCommand(doctorCommand())
    .addCommand(whyCommand())
    .addCommand(listCommand())
    .addCommand(hooksCommand())
    .addCommand(statusCommand())
    .addCommand(journalCommand())
    .addCommand(captureCommand())
    .addCommand(replayCommand())
    .addCommand(anonymizeCommand())
    .addCommand(uploadCommand())
    .addCommand(certCommand())
    .addCommand(configCommand())
