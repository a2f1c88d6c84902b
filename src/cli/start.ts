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
import { loadedFiles, loadPlugins, pluginEntries } from './load-plugin.js'
import { napcatBlock } from './napcat-block.js'

interface StartOptions {
  readonly config?: string
}

export const startCommand = (): Command =>
  new Command('start')
    .description('run the bot')
    .argument(
      '[plugin...]',
      'files with handlers, besides those of the configuration; TypeScript or JavaScript',
    )
    .option('-c, --config <file>', 'the configuration (default: config.json, then config.example.json)')
    .addHelpText(
      'after',
      `
Examples:
  $ catflap start
  $ catflap start --config bot.json
  $ catflap start ./welcome.ts ./moderation.ts`,
    )
    .action(start)

const start = async (plugins: string[], options: StartOptions): Promise<void> => {
  const { config, source } = await findConfig(options.config)
  const { level } = config.log
  const log = process.stderr.isTTY ? await createPrettyLog(level) : createLog(level)
  // A call that a plugin does not wait for must not end the bot when it fails.
  process.on('unhandledRejection', (err) =>
    log.error(
      { err },
      'a promise of a plugin failed and nobody waited for it; put an await or a catch in front of it',
    ),
  )
  const bot = createBot({ ...config, ...config.server, log })
  stopOnSignals(bot)
  await loadPlugins(bot, pluginEntries(config, plugins)).finally(() => tellSupervisor(loadedFiles()))
  await loadBuiltIns(bot, config)
  const listening = await listen(bot, config)
  process.stdout.write(welcome(config, listening, source))
  warnOfWeakDoors(bot, config)
}

const listen = (bot: Bot, { server }: Config): Promise<Listening> =>
  bot.listen(server).catch((error: NodeJS.ErrnoException) => {
    const where = `${server.host}:${server.port}`
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: `${where} is taken, perhaps by a bot that still runs; stop it or change server.port`,
      EACCES: `${where} is not allowed for this user; take a port above 1023`,
      ENOTFOUND: `there is no host ${server.host}; use 127.0.0.1, or 0.0.0.0 for all addresses`,
      EAI_AGAIN: `the host ${server.host} cannot be looked up; use 127.0.0.1, or 0.0.0.0 for all addresses`,
      EADDRNOTAVAIL: `this machine has no address ${server.host}; use 127.0.0.1, or 0.0.0.0 for all`,
    }
    const reason = reasons[error.code ?? '']
    throw reason === undefined ? error : new CommandError(reason)
  })

const welcome = (config: Config, { endpoints }: Listening, source: string): string => {
  const doors = endpoints.map((door, index) => ({
    ...door,
    token: config.endpoints[index]?.tokens.find((token) => token !== ''),
  }))
  return [
    `catflap is listening (${source})`,
    ...doors.map(({ name, url, token }) => `  ${name}: ${url}${token === undefined ? ' (unsigned)' : ''}`),
    '',
    'For NapCat, in its WebUI under 网络配置 → 新建 → HTTP客户端, or in config/onebot11_<QQ>.json:',
    napcatBlock(doors, { showTokens: process.stdout.isTTY }),
    '',
    'Ctrl+C stops it.',
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

/** Under `catflap dev`: which files to watch. */
const tellSupervisor = (files: readonly string[]): void => {
  if (process.connected) process.send?.({ files })
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
