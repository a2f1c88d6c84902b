import { Command } from 'commander'
import { readVersion } from '../version.js'
import { say } from './language.js'

/** A command is loaded when it is wanted: all the others would make each of them slower. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./init.js')).initCommand(),
  start: async () => (await import('./start.js')).startCommand(),
  dev: async () => (await import('./dev.js')).devCommand(),
  send: async () => (await import('./send.js')).sendCommand(),
  doctor: async () => (await import('./doctor.js')).doctorCommand(),
  why: async () => (await import('./why.js')).whyCommand(),
  list: async () => (await import('./list.js')).listCommand(),
  hooks: async () => (await import('./hooks.js')).hooksCommand(),
  status: async () => (await import('./status.js')).statusCommand(),
  journal: async () => (await import('./journal.js')).journalCommand(),
  capture: async () => (await import('./capture.js')).captureCommand(),
  replay: async () => (await import('./replay.js')).replayCommand(),
  anonymize: async () => (await import('./anonymize.js')).anonymizeCommand(),
  upload: async () => (await import('./upload.js')).uploadCommand(),
  cert: async () => (await import('./cert.js')).certCommand(),
  config: async () => (await import('./config-check.js')).configCommand(),
}

/** The whole command line, or only the command that is wanted where there is one of that name. Making it runs nothing. */
export const createProgram = async (wanted = ''): Promise<Command> => {
  const known = Object.hasOwn(commands, wanted) ? commands[wanted] : undefined
  const program = new Command('catflap')
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
  for (const make of known === undefined ? Object.values(commands) : [known]) program.addCommand(await make())
  return program
}
