import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { z } from 'zod'
import { checkApis } from './api/api-options.js'
import { defaultCaptureBytes, toCaptureOptions } from './capture/capture-options.js'
import { issuesOf, type Path, problemsOf, show, valueAt } from './config-problems.js'
import { configSchema } from './config-schema.js'
import { ConfigError } from './errors.js'
import { checkHooks } from './hooks/configured.js'
import { library } from './library.js'
import { checkEndpoints } from './receive/endpoint.js'

/** A configuration with everything decided. */
export type Config = z.output<ReturnType<typeof configSchema>>

/** What `catflap start` runs where there is no file: the door of the example, without plugins. */
export const defaultConfig = {
  endpoints: [{ name: 'main', path: '/napcat', tokens: [`\${NAPCAT_TOKEN:-change-me}`] }],
}

/** A token that everybody can read in the documentation. */
export const exampleToken = 'change-me'

type Environment = Readonly<Record<string, string | undefined>>

/** A copy in which every string has its `${NAME}` and `${NAME:-default}` replaced from the environment. */
const expand = (value: unknown, environment: Environment, problems: string[], path: Path = []): unknown => {
  if (typeof value === 'string') {
    return value.replace(
      /\$\{(\w+)(?::-([^}]*))?\}/g,
      (whole, name: string, fallback: string | undefined) => {
        const found = environment[name] || fallback
        if (found !== undefined) return found
        problems.push(
          `${show(path)}: the environment has no ${name}; set it, or write a default: \${${name}:-…}`,
        )
        return whole
      },
    )
  }
  if (Array.isArray(value))
    return value.map((item, index) => expand(item, environment, problems, [...path, index]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, expand(item, environment, problems, [...path, key])]),
  )
}

/** A number or a switch whose text comes from the environment, `"port": "${PORT:-8080}"`, is read from the text. */
const fromText = (raw: unknown, expanded: unknown, issues: readonly z.core.$ZodIssue[]): unknown => {
  const copy = structuredClone(expanded)
  for (const { code, path } of issues) {
    const written = valueAt(raw, path)
    if (code !== 'invalid_type' || typeof written !== 'string' || !/^\$\{[^}]*\}$/.test(written)) continue
    const parent = valueAt(copy, path.slice(0, -1)) as Record<PropertyKey, unknown>
    const key = path.at(-1) as PropertyKey
    const text = String(parent[key])
    if (/^(true|false|-?\d+(\.\d+)?)$/.test(text)) parent[key] = JSON.parse(text)
  }
  return copy
}

/** A parsed configuration file → a configuration. `source` names it in errors. Throws `ConfigError`. */
export const toConfig = (raw: unknown, source: string, environment: Environment = process.env): Config => {
  const problems: string[] = []
  const expanded = expand(raw, environment, problems)
  if (problems.length > 0) throw new ConfigError(source, problems)
  const schema = configSchema()
  const first = schema.safeParse(expanded)
  if (first.success) return checked(first.data, source)
  const reread = fromText(raw, expanded, issuesOf(first.error.issues))
  const second = schema.safeParse(reread)
  if (second.success) return checked(second.data, source)
  throw new ConfigError(source, problemsOf(schema, second.error.issues, reread, 'the file'))
}

const checked = (config: Config, source: string): Config => {
  try {
    checkEndpoints(
      config.endpoints,
      config.accounts.map(({ selfId }) => selfId),
    )
    checkApis(config.endpoints, config.accounts)
    checkHooks(config.hooks)
    return config
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(source, error.problems) : error
  }
}

/** A configuration file → a configuration whose paths are absolute. Throws `ConfigError`. */
export const loadConfig = async (file: string, environment: Environment = process.env): Promise<Config> => {
  const json = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(file, [cause.code === 'ENOENT' ? 'there is no such file' : cause.message], {
      cause,
    })
  })
  const config = toConfig(parseJson(json, file), file, environment)
  return relativeTo(dirname(file), config)
}

const captureIn = (folder: string, capture: NonNullable<Config['capture']>): Config['capture'] & {} => {
  const { file, ...options } = toCaptureOptions(capture)
  return { maxBytes: defaultCaptureBytes, ...options, file: resolve(folder, file) }
}

/** A configuration whose paths are absolute. */
export const relativeTo = (folder: string, config: Config): Config => ({
  ...config,
  server: { ...config.server, ...tlsIn(folder, config.server) },
  journal: {
    ...config.journal,
    file: config.journal.file === '' ? '' : resolve(folder, config.journal.file),
  },
  ...(config.capture === undefined ? {} : { capture: captureIn(folder, config.capture) }),
  plugins: config.plugins.map((plugin) =>
    typeof plugin === 'string' ? resolve(folder, plugin) : { ...plugin, use: resolve(folder, plugin.use) },
  ),
})

const tlsIn = (folder: string, { tls }: Config['server']): Pick<Config['server'], 'tls'> =>
  tls === undefined ? {} : { tls: { cert: resolve(folder, tls.cert), key: resolve(folder, tls.key) } }

/** JSON, and as people write it: with comments and a comma too many. Its errors say where, not what: no secrets. */
const parseJson = (json: string, file: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    // Written by hand, then: JSON5 also says where it is wrong.
  }
  try {
    return (library('json5') as typeof JSON).parse(json)
  } catch (error) {
    throw new ConfigError(file, [(error as Error).message.replace('JSON5:', 'no valid JSON:')])
  }
}
