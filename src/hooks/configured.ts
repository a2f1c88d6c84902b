import { ConfigError } from '../errors.js'
import type { Hook } from './hook.js'
import type { HookSettings } from './hook-options.js'
import { keyOf } from './hook-router.js'
import { toVerification, type VerifyOptions } from './verify-options.js'

/** What a configuration says of a hook that a plugin registers: it counts more than what the plugin says. */
export interface ConfiguredHook extends Omit<HookSettings, 'verify'> {
  /** Which hook, by its path as it was registered. */
  readonly path?: string
  /** Which hook, by its name. */
  readonly name?: string
  /** Who may send; of a list every one has to agree. */
  readonly verify?: VerifyOptions | readonly VerifyOptions[]
}

/** Throws a `ConfigError` for what cannot be used whatever hooks there are. */
export const checkHooks = (hooks: readonly ConfiguredHook[]): void => void new ConfiguredHooks(hooks)

/** Where it stands, what it is about and what it changes. */
interface Setting {
  readonly at: string
  readonly path: string | undefined
  readonly name: string | undefined
  readonly settings: HookSettings
}

/** What the configuration says of hooks. */
export class ConfiguredHooks {
  readonly #settings: readonly Setting[]

  /** Throws a `ConfigError`. */
  constructor(hooks: readonly ConfiguredHook[] = []) {
    const problems: string[] = []
    this.#settings = hooks.map((hook, index) => settingOf(hook, `hooks[${index}]`, problems))
    problems.push(...twins(this.#settings, 'path'), ...twins(this.#settings, 'name'))
    if (problems.length > 0) throw new ConfigError('The configuration', problems)
  }

  /** What is said of the hook that has this path and this name. */
  settingsOf(path: string, name: string | undefined): HookSettings {
    return Object.assign({}, ...this.#about({ path, name: name ?? path }).map(({ settings }) => settings))
  }

  /** Throws a `ConfigError` where something is said of a hook that is none of these. */
  checkKnown(hooks: readonly Pick<Hook, 'path' | 'name'>[]): void {
    const known = new Set(hooks.flatMap((hook) => this.#about(hook)))
    const there = hooks.map(({ path, name }) => (name === path ? path : `${path} ("${name}")`)).join(', ')
    const problems = this.#settings
      .filter((setting) => !known.has(setting))
      .map(({ at, path, name }) => {
        const wanted = path === undefined ? `with the name "${name}"` : `at ${path}`
        return `${at}: no plugin registers a hook ${wanted}; there ${there === '' ? 'are none' : `are ${there}`}`
      })
    if (problems.length > 0) throw new ConfigError('The configuration', problems)
  }

  #about(hook: Pick<Hook, 'path' | 'name'>): readonly Setting[] {
    return this.#settings.filter(({ path, name }) =>
      path === undefined ? name === hook.name : keyOf(path) === keyOf(hook.path),
    )
  }
}

const settingOf = (
  { path, name, verify, ...settings }: ConfiguredHook,
  at: string,
  problems: string[],
): Setting => {
  if ((path === undefined) === (name === undefined))
    problems.push(`${at}: name the hook by its "path" or by its "name", one of both`)
  try {
    const verified = verify === undefined ? {} : { verify: toVerification(verify) }
    return { at, path, name, settings: { ...settings, ...verified } }
  } catch (error) {
    problems.push(`${at}.verify: ${error instanceof Error ? error.message : String(error)}`)
    return { at, path, name, settings }
  }
}

const twins = (settings: readonly Setting[], key: 'path' | 'name'): string[] =>
  settings.flatMap((setting, index) => {
    const value = setting[key]
    const first = settings.findIndex((other) => other[key] === value)
    return value !== undefined && first < index
      ? [`${setting.at}.${key}: the same as in hooks[${first}]; write them as one`]
      : []
  })
