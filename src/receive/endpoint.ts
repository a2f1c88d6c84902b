import { ConfigError } from '../errors.js'
import { isLoopback } from './address.js'
import { isAddressRange, toAddressList } from './address-list.js'
import type { EndpointOptions } from './endpoint-options.js'
import type { Entrance } from './entrance.js'

export const defaultBodyLimit = 8 * 1024 * 1024
export const defaultAnswerWithinMs = 3000

/** The path of an endpoint: nothing in it may have a meaning in a route. */
export const endpointPath = /^\/[\w\-.~/]*$/

/** An endpoint with everything decided, as its steps use it. */
export interface Endpoint extends Entrance {
  readonly name: string
  readonly path: string
  /** None: signatures are not checked. */
  readonly tokens: readonly string[]
  /** `undefined`: every account. */
  readonly selfIds: ReadonlySet<number> | undefined
  /** Where those accounts are written, for the log. */
  readonly welcomeList: '"accounts"' | '"selfIds" of its endpoint'
  readonly answerWithinMs: number
  readonly pending: string | undefined
  readonly insecure: boolean
}

/** `accounts`: the accounts that the bot knows; none: every account is welcome. */
export const toEndpoint = (options: EndpointOptions, accounts: readonly number[]): Endpoint => {
  const { path, name = path, tokens = [], selfIds, allow } = options
  const welcome = selfIds ?? (accounts.length === 0 ? undefined : accounts)
  return {
    name,
    place: { endpoint: name },
    path,
    tokens: tokens.filter((token) => token !== ''),
    selfIds: welcome && new Set(welcome),
    welcomeList: selfIds === undefined ? '"accounts"' : '"selfIds" of its endpoint',
    allow: allow && toAddressList(allow),
    bodyLimit: options.bodyLimit ?? defaultBodyLimit,
    answerWithinMs: options.answerWithinMs ?? defaultAnswerWithinMs,
    pending: options.pending === '' ? undefined : options.pending,
    insecure: options.insecure ?? false,
  }
}

/** What is wrong with endpoints that each look right alone or were written without the types. */
export const checkEndpoints = (endpoints: readonly EndpointOptions[], accounts: readonly number[]): void => {
  const problems = [
    ...endpoints.flatMap((endpoint, index) => problemsOf(endpoint, `endpoints[${index}]`, accounts)),
    ...twins(endpoints.map(routedPath), 'endpoints', 'path'),
    ...twins(
      endpoints.map(({ name, path }) => name ?? path),
      'endpoints',
      'name',
    ),
    ...twins(accounts.map(String), 'accounts', 'selfId'),
  ]
  if (problems.length > 0) throw new ConfigError('The configuration', problems)
}

const problemsOf = (endpoint: EndpointOptions, at: string, accounts: readonly number[]): string[] => {
  const { path, allow = [], selfIds = [] } = endpoint
  const strangers = accounts.length === 0 ? [] : selfIds.filter((selfId) => !accounts.includes(selfId))
  return [
    ...(endpointPath.test(path)
      ? []
      : [`${at}.path: found "${path}", expected "/" and then letters, digits, - _ . ~ /`]),
    ...allow
      .filter((range) => !isAddressRange(range))
      .map((range) => `${at}.allow: found "${range}", expected an address or a range such as 10.0.0.0/8`),
    ...strangers.map(
      (selfId) => `${at}.selfIds: ${selfId} is not in "accounts", which lets in nobody else; add it there`,
    ),
  ]
}

/** Routes do not tell `/napcat`, `/NapCat` and `/napcat/` apart. */
const routedPath = ({ path }: EndpointOptions): string => path.replace(/\/$/, '').toLowerCase()

const twins = (values: readonly string[], list: string, key: string): string[] =>
  values.flatMap((value, index) => {
    const first = values.indexOf(value)
    return first < index
      ? [`${list}[${index}].${key}: the same as in ${list}[${first}]; every one needs its own`]
      : []
  })

/** Without a token everybody who reaches the port can speak to the bot: refused, unless asked for. */
export const checkOpenDoors = (endpoints: readonly Endpoint[], host: string): void => {
  if (isLoopback(host)) return
  const problems = endpoints
    .map(({ name, tokens, insecure }, index) =>
      tokens.length > 0 || insecure
        ? undefined
        : `endpoints[${index}].tokens: endpoint "${name}" has no token, but ${host} can be reached from other machines; set a token (the same in NapCat), or "insecure": true if everybody may speak to the bot`,
    )
    .filter((problem) => problem !== undefined)
  if (problems.length > 0) throw new ConfigError('The configuration', problems)
}
