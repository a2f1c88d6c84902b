import { readSettings } from '../config-problems.js'
import { ConfigError, PluginError } from '../errors.js'
import type { LoadedPlugin, NamedPlugin } from './plugin.js'
import type { Scope } from './scope.js'

type PluginFunction<Bot> = (bot: Bot) => void | Promise<void>

export interface PluginsOptions<Bot> {
  /** The bot as a plugin sees it: what it registers belongs to the scope. */
  readonly botFor: (scope: Scope) => Bot
  /** Is told when a plugin has gone. */
  readonly removed: (scope: Scope) => void
}

/** The plugins of a bot, by name. */
export class Plugins<Bot> {
  readonly #options: PluginsOptions<Bot>
  readonly #names = new Set<string>()

  constructor(options: PluginsOptions<Bot>) {
    this.#options = options
  }

  /** Lets a plugin set itself up within another scope. What it registered before it failed goes away. */
  async load(
    plugin: NamedPlugin<Bot> | PluginFunction<Bot>,
    config: unknown,
    outer: Scope,
  ): Promise<LoadedPlugin> {
    const named = toNamed(plugin, config)
    const name = this.#claim(named)
    const scope = outer.within(name)
    scope.keep(() => {
      this.#names.delete(name)
      this.#options.removed(scope)
    })
    try {
      await named.setUp(this.#options.botFor(scope))
    } catch (cause) {
      await scope.remove()
      if (cause instanceof ConfigError) throw cause
      throw new PluginError(`the plugin ${name} failed while it set itself up`, { cause })
    }
    return { name, remove: () => scope.remove() }
  }

  /** A name that was chosen stands for what the plugin keeps; that of a function is only for the log. */
  #claim({ name, isChosen }: Pick<Named<Bot>, 'name' | 'isChosen'>): string {
    if (isChosen && this.#names.has(name))
      throw new PluginError(
        `there is a plugin ${name} already; remove it first, or give this one another name`,
      )
    let free = name
    for (let number = 2; this.#names.has(free); number += 1) free = `${name} ${number}`
    this.#names.add(free)
    return free
  }
}

interface Named<Bot> {
  readonly name: string
  readonly isChosen: boolean
  readonly setUp: PluginFunction<Bot>
}

const toNamed = <Bot>(plugin: NamedPlugin<Bot> | PluginFunction<Bot>, config: unknown): Named<Bot> => {
  if (typeof plugin !== 'function') {
    const checked = checkedConfig(plugin, config)
    return { name: plugin.name, isChosen: true, setUp: (bot) => plugin.setup(bot, checked) }
  }
  const name = plugin.name === '' || plugin.name === 'default' ? 'plugin' : plugin.name
  if (config === undefined) return { name, isChosen: false, setUp: plugin }
  throw new ConfigError(`the plugin ${name}`, ['config: it has no settings; see definePlugin'])
}

const checkedConfig = <Bot>({ name, config: schema }: NamedPlugin<Bot>, config: unknown): unknown => {
  if (schema === undefined) {
    if (config === undefined) return undefined
    throw new ConfigError(`the plugin ${name}`, ['config: it has no settings'])
  }
  // Without an entry in the configuration the defaults of the schema count.
  const read = readSettings(schema, config ?? {})
  if ('settings' in read) return read.settings
  throw new ConfigError(`the plugin ${name}`, read.problems)
}
