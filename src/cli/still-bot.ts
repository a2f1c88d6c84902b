import { createBot } from '../bot.js'
import type { Bot } from '../bot-interface.js'
import type { BotOptions } from '../bot-options.js'
import type { Config } from '../config.js'
import { CatflapError } from '../errors.js'
import { createLog } from '../log.js'
import type { Clock } from '../protocol/clock.js'
import type { State } from '../protocol/state.js'
import { loadBuiltIns } from './built-ins.js'
import { loadPlugin, type PluginEntry } from './load-plugin.js'

/** A plugin of a bot that was only looked at. */
export interface SetUp {
  /** Its file. */
  readonly use: string
  /** Missing: it could not be set up. */
  readonly name?: string
  readonly problem?: string
}

/** What a bot is that nobody hears of: it has handlers, and runs none of them. */
export interface StillBot {
  readonly bot: Bot
  readonly plugins: readonly SetUp[]
}

/** Nothing ever is due: jobs and timers of plugins do not begin. */
const stillClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: () => () => {},
}

/** What is written is forgotten. */
const readOnly = (state: State): State => ({
  get: (key) => state.get(key),
  keys: (prefix) => state.keys(prefix),
  set: async () => {},
  add: async () => true,
  delete: async () => {},
})

/** Without a way to call anybody, without a journal and a listener of its own. */
const stillOptions = (config: Config, state: State | undefined): BotOptions => {
  const { admin: _, plugins: _plugins, ...rest } = config
  const apiless = <Owner extends { readonly api?: unknown }>({ api: _api, ...owner }: Owner) => owner
  return {
    ...rest,
    ...rest.server,
    endpoints: rest.endpoints.map(apiless),
    accounts: rest.accounts.map(apiless),
    journal: {},
    ...(state === undefined ? {} : { state: readOnly(state) }),
    clock: stillClock,
    log: createLog('silent'),
  }
}

const setUp = async (bot: Bot, entry: PluginEntry): Promise<SetUp> => {
  try {
    const { name } = await loadPlugin(bot, entry)
    return { use: entry.use, name }
  } catch (error) {
    if (!(error instanceof CatflapError)) throw error
    const { cause, message } = error
    return { use: entry.use, problem: cause instanceof Error ? `${message}: ${cause.message}` : message }
  }
}

/** A plugin may not wait for its calls, which fail here, perhaps when everything else is done. */
const ignore = (): void => {}

/** Lets plugins set themselves up in a bot that does nothing, and hands it over. `state` is that of the bot that runs. */
export const withStillBot = async <Value>(
  config: Config,
  entries: readonly PluginEntry[],
  state: State | undefined,
  run: (still: StillBot) => Promise<Value>,
): Promise<Value> => {
  const bot = createBot(stillOptions(config, state))
  process.off('unhandledRejection', ignore).on('unhandledRejection', ignore)
  try {
    const plugins: SetUp[] = []
    for (const entry of entries) plugins.push(await setUp(bot, entry))
    await loadBuiltIns(bot, config)
    return await run({ bot, plugins })
  } finally {
    await bot.close({ withinMs: 0 })
  }
}
