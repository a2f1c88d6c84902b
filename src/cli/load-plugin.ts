import { access } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { Bot, Plugin } from '../bot.js'
import { PluginError } from '../errors.js'

const isTypeScript = (file: string): boolean => /\.[cm]?tsx?$/.test(file)

/** From here on `import()` reads TypeScript. Its library is loaded only for those who write it. */
const readTypeScript = async (): Promise<void> => {
  const { register } = await import('tsx/esm/api')
  register()
}

/** A TypeScript file of a CommonJS project has its default export one level deeper. */
const defaultOf = (module: unknown): unknown => {
  const { default: outer } = module as { default?: unknown }
  const inner = (outer as { default?: unknown } | undefined)?.default
  return typeof outer === 'function' ? outer : inner
}

const importPlugin = async (file: string): Promise<Plugin> => {
  await access(file).catch((cause: unknown) => {
    throw new PluginError(`there is no plugin ${file}`, { cause })
  })
  const module: unknown = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw new PluginError(`the plugin ${file} cannot be loaded`, { cause })
  })
  const plugin = defaultOf(module)
  if (typeof plugin === 'function') return plugin as Plugin
  throw new PluginError(
    `the plugin ${file} has no default export that is a function: export default (bot) => { … }`,
  )
}

/** Loads each file, absolute paths, and lets it register its handlers, one after the other. */
export const loadPlugins = async (bot: Bot, files: readonly string[]): Promise<void> => {
  if (files.some(isTypeScript)) await readTypeScript()
  for (const file of files) {
    const plugin = await importPlugin(file)
    try {
      await plugin(bot)
    } catch (cause) {
      throw new PluginError(`the plugin ${file} failed while it set itself up`, { cause })
    }
  }
}
