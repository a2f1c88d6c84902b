import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import JSON5 from 'json5'
import leven from 'leven'
import { z } from 'zod'
import { defaultAdminHost, defaultAdminPort } from './admin/server.js'
import { defaultTimeoutMs } from './api/client.js'
import { defaultAnswersPerChat, defaultDrainMs, defaultHandlerBudgetMs, defaultLimits } from './bot.js'
import { orders } from './dispatch/turns.js'
import { ConfigError } from './errors.js'
import { logLevels } from './log.js'
import { implementations } from './protocol/implementation.js'
import { maxTimerMs } from './protocol/settles-within.js'
import { isAddressRange } from './receive/address-list.js'
import { checkEndpoints, defaultAnswerWithinMs, defaultBodyLimit, endpointPath } from './receive/endpoint.js'

/** Milliseconds that a timer can count. */
const duration = z.int().min(0).max(maxTimerMs)

const addressRange = z.string().refine(isAddressRange, 'an address or a range such as 10.0.0.0/8')

const account = z.int().min(1).describe('a QQ number')

const api = z.strictObject({
  url: z
    .string()
    .regex(
      /^https?:\/\/[^\s@/?#]+(\/[^\s@?#]*)?$/,
      'an http:// or https:// address such as http://127.0.0.1:3000, without password and query',
    )
    .describe('Where the implementation takes calls, such as http://127.0.0.1:3000 (NapCat: httpServers)'),
  token: z.string().default('').describe('Its access token'),
  timeoutMs: duration.min(1).default(defaultTimeoutMs).describe('Milliseconds that a call may take'),
})

const endpoint = z.strictObject({
  name: z.string().min(1).exactOptional().describe('For the log; default: the path'),
  path: z
    .string()
    .regex(endpointPath, '"/" and then letters, digits, - _ . ~ /')
    .describe('Where senders post to, such as /napcat'),
  tokens: z
    .array(z.string())
    .default([])
    .describe(
      'The tokens that sign deliveries; every one is good, so that they can be changed without a gap',
    ),
  api: api.exactOptional().describe('The client for every account that posts here and has none of its own'),
  selfIds: z
    .array(account)
    .min(1)
    .exactOptional()
    .describe('Accounts that may post here; default: all that the bot knows'),
  allow: z.array(addressRange).exactOptional().describe('Addresses that may post here; default: all'),
  bodyLimit: z.int().min(1).default(defaultBodyLimit).describe('Bytes of one delivery'),
  answerWithinMs: duration
    .default(defaultAnswerWithinMs)
    .describe(
      'Milliseconds until the response leaves, with the answers that are there; 0: at once, everything by calls',
    ),
  pending: z
    .string()
    .exactOptional()
    .describe('A message sent when answerWithinMs is up, recalled when the answer is there; needs an api'),
  insecure: z.boolean().default(false).describe('Take unsigned deliveries from other machines'),
})

const limits = z.strictObject({
  concurrent: z.int().min(1).default(defaultLimits.concurrent).describe('Events with handlers at work'),
  queued: z.int().min(0).default(defaultLimits.queued).describe('Events that wait for their handlers'),
  perChat: z
    .int()
    .min(1)
    .default(defaultLimits.perChat)
    .describe('Events of one chat, at work or waiting; beyond it, as beyond the others, 503'),
  bodiesBytes: z
    .int()
    .min(1)
    .default(defaultLimits.bodiesBytes)
    .describe('Bytes of all bodies that arrive or wait for an answer'),
  connections: z.int().min(1).default(defaultLimits.connections).describe('Connections at one time'),
  connectionsPerAddress: z
    .int()
    .min(1)
    .default(defaultLimits.connectionsPerAddress)
    .describe('Connections of one address; this machine and trusted proxies may have more'),
  wrongSignatures: z
    .int()
    .min(0)
    .default(defaultLimits.wrongSignatures)
    .describe('Wrong signatures of one address within a minute, and it is locked out; 0: never'),
  lockOutMs: duration
    .default(defaultLimits.lockOutMs)
    .describe('Milliseconds for which an address is locked out'),
})

const schema = z.strictObject({
  $schema: z.string().exactOptional(),
  server: z
    .strictObject({
      host: z
        .string()
        .min(1)
        .default('127.0.0.1')
        .describe('0.0.0.0: reachable from other machines and containers'),
      port: z.int().min(0).max(65_535).default(8080).describe('0: any free one'),
      requestTimeoutMs: z
        .int()
        .min(100)
        .default(30_000)
        .describe('Milliseconds for one whole request to arrive'),
      drainMs: duration
        .default(defaultDrainMs)
        .describe('Milliseconds that the end waits for what is at work'),
      trustProxy: z
        .array(addressRange)
        .default([])
        .describe('Addresses of proxies whose X-Forwarded-For is believed'),
    })
    .prefault({}),
  endpoints: z.array(endpoint).min(1).describe('The paths that senders post to'),
  accounts: z
    .array(
      z.strictObject({
        selfId: account,
        api: api.exactOptional(),
        implementation: z.enum(implementations).exactOptional().describe('What the account runs on'),
      }),
    )
    .default([])
    .describe('The accounts that are let in; empty: every account with a right signature'),
  quote: z
    .boolean()
    .default(true)
    .describe('Whether a reply in a group quotes the message; in private nothing is quoted'),
  handlerBudgetMs: duration
    .min(1)
    .default(defaultHandlerBudgetMs)
    .describe('Milliseconds that the handlers of one event may work; then event.signal aborts'),
  answersPerChat: z
    .int()
    .min(1)
    .default(defaultAnswersPerChat)
    .describe('More replies than this in one chat within 10 seconds, and there are none for a minute'),
  order: z
    .enum(orders)
    .default('none')
    .describe('chat: the events of one chat are handled one after another; none: they only begin in order'),
  limits: limits.prefault({}),
  admin: z
    .strictObject({
      host: z.string().min(1).default(defaultAdminHost).describe('Whoever reaches it may look'),
      port: z.int().min(0).max(65_535).default(defaultAdminPort).describe('0: any free one'),
    })
    .exactOptional()
    .describe('A listener with /healthz, /readyz and /metrics; missing: none'),
  plugins: z.array(z.string().min(1)).default([]).describe('Files with handlers, relative to this file'),
  log: z.strictObject({ level: z.enum(logLevels).default('info') }).prefault({}),
})

/** A configuration with everything decided. */
export type Config = z.output<typeof schema>

/** What `catflap start` runs where there is no file: the door of the example, without plugins. */
export const defaultConfig = {
  endpoints: [{ name: 'main', path: '/napcat', tokens: [`\${NAPCAT_TOKEN:-change-me}`] }],
}

/** A token that everybody can read in the documentation. */
export const exampleToken = 'change-me'

type Environment = Readonly<Record<string, string | undefined>>
type Path = readonly PropertyKey[]

/** `endpoints[0].tokens[1]` */
const show = (path: Path): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')

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

const at = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], root)

/** A number or a switch whose text comes from the environment, `"port": "${PORT:-8080}"`, is read from the text. */
const fromText = (raw: unknown, expanded: unknown, issues: readonly z.core.$ZodIssue[]): unknown => {
  const copy = structuredClone(expanded)
  for (const { code, path } of issues) {
    const written = at(raw, path)
    if (code !== 'invalid_type' || typeof written !== 'string' || !/^\$\{[^}]*\}$/.test(written)) continue
    const parent = at(copy, path.slice(0, -1)) as Record<PropertyKey, unknown>
    const key = path.at(-1) as PropertyKey
    const text = String(parent[key])
    if (/^(true|false|-?\d+(\.\d+)?)$/.test(text)) parent[key] = JSON.parse(text)
  }
  return copy
}

const isSecret = (path: Path): boolean => path.some((part) => part === 'token' || part === 'tokens')

const found = (path: Path, value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value) && value.length === 0) return 'an empty list'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (isSecret(path)) return `a ${typeof value}`
  // An address may hold a password or a token in places where none belongs.
  return JSON.stringify(value)
    .replace(/\/\/.*@/, '//…@')
    .replace(/\?.*"$/, '?…"')
}

const expectations: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
}

const bounds = (issue: { readonly inclusive?: boolean | undefined }, word: string, bound: unknown): string =>
  `${issue.inclusive === false ? `${word === 'at least' ? 'more' : 'less'} than` : word} ${bound}`

const expected = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return expectations[issue.expected] ?? issue.expected
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'too_small':
      return `${issue.origin === 'array' || issue.origin === 'string' ? 'a length of ' : ''}${bounds(issue, 'at least', issue.minimum)}`
    case 'too_big':
      return `${issue.origin === 'array' || issue.origin === 'string' ? 'a length of ' : ''}${bounds(issue, 'at most', issue.maximum)}`
    default:
      return issue.message
  }
}

/** The keys that the schema has at a place, for suggestions. */
const keysAt = (path: Path): string[] => {
  let place: z.core.$ZodType | undefined = schema
  for (const part of [...path, undefined]) {
    while (place !== undefined && 'innerType' in place._zod.def)
      place = place._zod.def.innerType as z.core.$ZodType
    if (part === undefined || place === undefined) break
    if (place instanceof z.ZodObject) place = place.shape[String(part)]
    else if (place instanceof z.ZodArray) place = place.element as z.core.$ZodType
  }
  return place instanceof z.ZodObject ? Object.keys(place.shape) : []
}

const nearest = (key: string, keys: readonly string[]): string | undefined =>
  keys
    .map((candidate) => ({ candidate, distance: leven(key.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 3))
    .sort((one, other) => one.distance - other.distance)[0]?.candidate

const explain = (issue: z.core.$ZodIssue, value: unknown): string[] => {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path).filter((key) => key !== '$schema')
    return issue.keys.map((key) => {
      const guess = nearest(key, known)
      const hint = guess === undefined ? `known here: ${known.join(', ')}` : `did you mean "${guess}"?`
      return `${show([...issue.path, key])}: unknown key; ${hint}`
    })
  }
  const place = issue.path.length === 0 ? 'the file' : show(issue.path)
  return [`${place}: found ${found(issue.path, at(value, issue.path))}, expected ${expected(issue)}`]
}

/** A parsed configuration file → a configuration. `source` names it in errors. Throws `ConfigError`. */
export const toConfig = (raw: unknown, source: string, environment: Environment = process.env): Config => {
  const problems: string[] = []
  const expanded = expand(raw, environment, problems)
  if (problems.length > 0) throw new ConfigError(source, problems)
  const first = schema.safeParse(expanded)
  if (first.success) return checked(first.data, source)
  const reread = fromText(raw, expanded, first.error.issues)
  const second = schema.safeParse(reread)
  if (second.success) return checked(second.data, source)
  throw new ConfigError(
    source,
    second.error.issues.flatMap((issue) => explain(issue, reread)),
  )
}

const checked = (config: Config, source: string): Config => {
  try {
    checkEndpoints(
      config.endpoints,
      config.accounts.map(({ selfId }) => selfId),
    )
    return config
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(source, error.problems) : error
  }
}

/** A configuration file → a configuration whose plugins are absolute paths. Throws `ConfigError`. */
export const loadConfig = async (file: string, environment: Environment = process.env): Promise<Config> => {
  const json = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(file, [cause.code === 'ENOENT' ? 'there is no such file' : cause.message], {
      cause,
    })
  })
  const config = toConfig(parseJson(json, file), file, environment)
  return { ...config, plugins: config.plugins.map((plugin) => resolve(dirname(file), plugin)) }
}

/** JSON, and as people write it: with comments and a comma too many. Its errors say where, not what: no secrets. */
const parseJson = (json: string, file: string): unknown => {
  try {
    return JSON5.parse(json)
  } catch (error) {
    throw new ConfigError(file, [(error as Error).message.replace('JSON5:', 'no valid JSON:')])
  }
}

/** The JSON Schema of a configuration file, for editors. */
export const configJsonSchema = (): object => ({
  ...z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema, zodSchema }) => {
      const type = zodSchema._zod.def.type
      if (!['number', 'boolean', 'enum'].includes(type)) return
      const { default: preset, description, ...plain } = jsonSchema
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
      Object.assign(jsonSchema, {
        ...(preset === undefined ? {} : { default: preset }),
        ...(description === undefined ? {} : { description }),
        anyOf: [plain, { type: 'string', pattern: '^\\$\\{[^}]*\\}$' }],
      })
    },
  }),
  title: 'catflap configuration',
})
