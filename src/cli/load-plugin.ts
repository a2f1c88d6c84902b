import { access } from 'node:fs/promises'
import * as surface from 'catflap'
import { createJiti } from 'jiti'
import type { Bot, Plugin } from '../bot.js'
import { PluginError } from '../errors.js'

/**
 * Reads TypeScript and JavaScript, ESM and CommonJS, whatever the nearest package.json says. A plugin's
 * `import 'catflap'` is this very copy: classes are the same on both sides, also where it is not installed.
 */
const jiti = createJiti(import.meta.url, { virtualModules: { catflap: surface } })

const importPlugin = async (file: string): Promise<Plugin> => {
  await access(file).catch(() => {
    throw new PluginError(`there is no plugin ${file}`)
  })
  const plugin: unknown = await jiti.import(file, { default: true }).catch((cause: unknown) => {
    throw new PluginError(`the plugin ${file} cannot be loaded`, { cause })
  })
  if (typeof plugin === 'function') return plugin as Plugin
  throw new PluginError(
    `the plugin ${file} has no default export that is a function: export default (bot) => { … }`,
  )
}

/** Loads each file, absolute paths, and lets it register its handlers, one after the other. */
export const loadPlugins = async (bot: Bot, files: readonly string[]): Promise<void> => {
  for (const file of files) {
    const plugin = await importPlugin(file)
    try {
      await plugin(bot)
    } catch (cause) {
      throw new PluginError(`the plugin ${file} failed while it set itself up`, { cause })
    }
  }
}
