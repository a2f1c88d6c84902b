import cluster from 'node:cluster'
import { Command } from 'commander'
import { createBot } from '../bot.js'
import type { Bot } from '../bot-interface.js'
import type { Listening } from '../bot-options.js'
import { type Config, exampleToken } from '../config.js'
import { CommandError } from '../errors.js'
import { createLog, createPrettyLog } from '../log.js'
import { isLoopback } from '../receive/address.js'
import { loadBuiltIns } from './built-ins.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { say } from './language.js'
import { loadedFiles, loadPlugins, pluginEntries } from './load-plugin.js'
import { napcatBlock, napcatPlace } from './napcat-block.js'
import { configOption, pluginArgument } from './options.js'

export interface StartOptions {
  readonly config?: string
  /** In the place of what the configuration says. */
  readonly capture?: string
}

export const startCommand = (): Command =>
  new Command('start')
    .description(say('run the bot', '运行机器人'))
    .argument(...pluginArgument())
    .addOption(configOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'SIGINT (Ctrl+C) and SIGTERM let what is at work finish; a second one does not wait.',
          'SIGINT（Ctrl+C）和 SIGTERM 会等正在处理的做完；第二次立即退出。',
        ),
        succeeds: say('it was stopped and everything was finished', '正常停止'),
        examples: [
          'catflap start',
          'catflap start --config bot.json',
          'catflap start ./welcome.ts ./moderation.ts',
        ],
      }),
    )
    .action((plugins: readonly string[], { config }: StartOptions) =>
      start(plugins, config === undefined ? {} : { config }),
    )

export const start = async (plugins: readonly string[], options: StartOptions): Promise<void> => {
  const { config: written, source } = await findConfig(options.config)
  const config: Config = options.capture === undefined ? written : { ...written, capture: options.capture }
  const { level } = config.log
  const log = process.stderr.isTTY ? await createPrettyLog(level) : createLog(level)
  // A call that a plugin does not wait for must not end the bot when it fails.
  process.on('unhandledRejection', (err) =>
    log.error(
      { err },
      'a promise of a plugin failed and nobody waited for it; put an await or a catch in front of it',
    ),
  )
  const claim = cluster.isWorker ? { claim: () => tellSupervisor({ claims: 'journal' }) } : {}
  const bot = createBot({ ...config, ...config.server, journal: { ...config.journal, ...claim }, log })
  stopOnSignals(bot)
  await loadPlugins(bot, pluginEntries(config, plugins)).finally(() =>
    tellSupervisor({ files: loadedFiles() }),
  )
  await loadBuiltIns(bot, config)
  const listening = await listen(bot, config)
  process.stdout.write(welcome(config, listening, source))
  warnOfWeakDoors(bot, config)
}

const listen = (bot: Bot, { server }: Config): Promise<Listening> =>
  bot.listen(server).catch((error: NodeJS.ErrnoException) => {
    const where = `${server.host}:${server.port}`
    const others = say(
      'use 127.0.0.1, or 0.0.0.0 for all addresses',
      '请用 127.0.0.1，或用 0.0.0.0 监听所有地址',
    )
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: say(
        `${where} is taken, perhaps by a bot that still runs; stop it or change server.port`,
        `${where} 已被占用，也许有机器人还在运行；请停止它，或修改 server.port`,
      ),
      EACCES: say(
        `${where} is not allowed for this user; take a port above 1023`,
        `当前用户不能使用 ${where}；请用 1023 以上的端口`,
      ),
      ENOTFOUND: say(`there is no host ${server.host}; ${others}`, `没有主机 ${server.host}；${others}`),
      EAI_AGAIN: say(
        `the host ${server.host} cannot be looked up; ${others}`,
        `无法解析主机 ${server.host}；${others}`,
      ),
      EADDRNOTAVAIL: say(
        `this machine has no address ${server.host}; ${others}`,
        `本机没有地址 ${server.host}；${others}`,
      ),
    }
    const reason = reasons[error.code ?? '']
    throw reason === undefined ? error : new CommandError(reason)
  })

const welcome = (config: Config, { endpoints }: Listening, source: string): string => {
  const doors = endpoints.map((door, index) => ({
    ...door,
    token: config.endpoints[index]?.tokens.find((token) => token !== ''),
  }))
  const unsigned = say(' (unsigned)', '（未签名）')
  return [
    say(`catflap is listening (${source})`, `catflap 正在监听（${source}）`),
    ...doors.map(({ name, url, token }) => `  ${name}: ${url}${token === undefined ? unsigned : ''}`),
    '',
    napcatPlace(),
    napcatBlock(doors, { showTokens: process.stdout.isTTY }),
    '',
    say('Ctrl+C stops it.', '按 Ctrl+C 停止。'),
    '',
  ].join('\n')
}

const warnOfWeakDoors = (bot: Bot, { server, endpoints }: Config): void => {
  if (isLoopback(server.host)) return
  for (const { path } of endpoints.filter(({ tokens }) => tokens.includes(exampleToken))) {
    bot.log.warn(
      { path },
      `${path} takes the token "${exampleToken}" of the documentation, which everybody knows; set your own here and in NapCat`,
    )
  }
}

/** What `catflap dev` is told: which files to watch, or that the journal is needed, which the bot from before has. */
export type ToSupervisor = { readonly files: readonly string[] } | { readonly claims: 'journal' }

const tellSupervisor = (message: ToSupervisor): void => {
  if (cluster.isWorker && process.connected) process.send?.(message)
}

/** The first signal lets running handlers finish, the second one does not wait. */
const stopOnSignals = (bot: Bot): void => {
  let stopping = false
  const stop = (reason: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    bot.log.info({ reason }, 'stopping; once more to quit at once')
    bot.close().then(
      () => process.exit(0),
      (err: unknown) => {
        bot.log.error({ err }, 'could not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (process.env.npm_lifecycle_event === undefined) return
  // After Ctrl+C npm ends too; that is no second signal.
  whenParentEnds(() => stopping || stop('npm has ended'))
}

/** npm runs scripts in a shell that dies of SIGTERM without passing it on: nobody would stop the bot then. */
const whenParentEnds = (then: () => unknown): void => {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    then()
  }, 500)
  watch.unref()
}
