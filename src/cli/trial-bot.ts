import { createBot } from '../bot.js'
import type { Bot } from '../bot-interface.js'
import type { Config } from '../config.js'
import { createLog } from '../log.js'
import type { State } from '../protocol/state.js'
import { loadBuiltIns } from './built-ins.js'
import { loadPlugins, type PluginEntry } from './load-plugin.js'

/** Runs something with a bot that has its plugins, its APIs and its state, but no door and no journal. */
export const withTrialBot = async <Value>(
  config: Config,
  entries: readonly PluginEntry[],
  state: State | undefined,
  run: (bot: Bot) => Promise<Value>,
): Promise<Value> => {
  const { admin: _, plugins: _plugins, ...rest } = config
  const bot = createBot({
    ...rest,
    ...rest.server,
    journal: {},
    ...(state === undefined ? {} : { state }),
    log: createLog('warn'),
  })
  try {
    await loadPlugins(bot, entries)
    await loadBuiltIns(bot, config)
    return await run(bot)
  } finally {
    await bot.close()
  }
}
