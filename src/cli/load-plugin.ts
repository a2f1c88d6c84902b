import { access } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import * as surface from 'catflap'
import type { Jiti } from 'jiti'
import type { Bot, Plugin } from '../bot-interface.js'
import type { Config } from '../config.js'
import { ConfigError, PluginError } from '../errors.js'
import { library } from '../library.js'
import type { LoadedPlugin, NamedPlugin } from '../plugins/plugin.js'
import { say } from './language.js'

/** A plugin of the configuration or of the command line. */
export interface PluginEntry {
  /** An absolute path. */
  readonly use: string
  readonly config?: unknown
}

/**
 * Reads TypeScript and JavaScript, ESM and CommonJS, whatever the nearest package.json says. A plugin's
 * `import 'catflap'` is this very copy: classes are the same on both sides, also where it is not installed.
 */
const createLoader = (): Jiti => {
  const { createJiti } = library('jiti') as typeof import('jiti')
  return createJiti(import.meta.url, { virtualModules: { catflap: surface } })
}

let jiti: Jiti | undefined

/** The files that plugins are made of, as far as they have been read, without what is installed. */
export const loadedFiles = (): readonly string[] =>
  Object.keys(jiti?.cache ?? {}).filter((file) => !/[\\/]node_modules[\\/]/.test(file))

const isNamed = (value: unknown): value is NamedPlugin<Bot> =>
  typeof value === 'object' &&
  value !== null &&
  'setup' in value &&
  typeof value.setup === 'function' &&
  'name' in value &&
  typeof value.name === 'string'

const importPlugin = async (file: string): Promise<Plugin | NamedPlugin<Bot>> => {
  await access(file).catch(() => {
    throw new PluginError(say(`there is no plugin ${file}`, `没有插件 ${file}`))
  })
  jiti ??= createLoader()
  const plugin: unknown = await jiti.import(file, { default: true }).catch((cause: unknown) => {
    throw new PluginError(say(`the plugin ${file} cannot be loaded`, `插件 ${file} 无法加载`), { cause })
  })
  if (typeof plugin === 'function') return plugin as Plugin
  if (isNamed(plugin)) return plugin
  throw new PluginError(
    say(
      `the plugin ${file} has no default export that is a function or made by definePlugin: export default (bot) => { … }`,
      `插件 ${file} 的默认导出不是函数，也不是 definePlugin 的结果：export default (bot) => { … }`,
    ),
  )
}

/** `./plugins/welcome.ts` → `welcome`, `./welcome/index.ts` → `welcome`: a plugin without a name has that of its file. */
const nameOf = (file: string): string => {
  const name = basename(file, extname(file))
  return name === 'index' ? basename(dirname(file)) : name
}

const withName = (plugin: Plugin | NamedPlugin<Bot>, file: string): Plugin | NamedPlugin<Bot> => {
  if (typeof plugin !== 'function') return plugin
  const setUp: Plugin = (bot) => plugin(bot)
  return Object.defineProperty(setUp, 'name', { value: nameOf(file) })
}

/** The plugins of a configuration and then those of the command line. */
export const pluginEntries = (config: Config, files: readonly string[]): readonly PluginEntry[] =>
  [...config.plugins, ...files.map((file) => resolve(file))].map((entry) =>
    typeof entry === 'string' ? { use: entry } : entry,
  )

/** Loads a file and lets it register its handlers. Rejects with `PluginError` or `ConfigError`. */
export const loadPlugin = async (bot: Bot, { use, config }: PluginEntry): Promise<LoadedPlugin> => {
  const plugin = withName(await importPlugin(use), use)
  try {
    // What is no function has its settings checked by its schema.
    return await bot.plugin(plugin as NamedPlugin<Bot>, config)
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`${use}, in "plugins",`, error.problems)
    if (!(error instanceof PluginError)) throw error
    const { cause } = error
    throw new PluginError(
      cause === undefined
        ? `${use}: ${error.message}`
        : say(`the plugin ${use} failed while it set itself up`, `插件 ${use} 在初始化时出错`),
      { cause },
    )
  }
}

/** One after the other. */
export const loadPlugins = async (bot: Bot, entries: readonly PluginEntry[]): Promise<void> => {
  for (const entry of entries) await loadPlugin(bot, entry)
}
