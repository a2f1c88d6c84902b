import type { Bot } from '../bot-interface.js'
import { echoHook } from '../built-in/echo-hook.js'
import { hookCommands } from '../built-in/hook-commands.js'
import type { Config } from '../config.js'

/** The plugins that the configuration switches on and off, after its own: a bot without hooks needs no `/hook`. */
export const loadBuiltIns = async (
  bot: Bot,
  { echoHook: echoes, hookCommands: commands, language }: Config,
) => {
  if (echoes) await bot.plugin(echoHook())
  if (commands && (await bot.hooks.list()).length > 0) await bot.plugin(hookCommands(language))
}
