import { BlockList, isIP, isIPv6 } from 'node:net'
import { ConfigError } from '../errors.js'
import { isLoopback } from './address.js'
import type { EndpointOptions } from './endpoint-options.js'

export const defaultBodyLimit = 8 * 1024 * 1024
export const defaultAnswerWithinMs = 3000

/** The path of an endpoint: nothing in it may have a meaning in a route. */
export const endpointPath = /^\/[\w\-.~/]*$/

/** An endpoint with everything decided, as its steps use it. */
export interface Endpoint {
  readonly name: string
  readonly path: string
  /** None: signatures are not checked. */
  readonly tokens: readonly string[]
  /** `undefined`: every account. */
  readonly selfIds: ReadonlySet<number> | undefined
  /** `undefined`: every address. */
  readonly allow: BlockList | undefined
  readonly bodyLimit: number
  readonly answerWithinMs: number
  readonly insecure: boolean
}

/** `accounts`: the accounts that the bot knows; none: every account is welcome. */
export const toEndpoint = (options: EndpointOptions, accounts: readonly number[]): Endpoint => {
  const { path, name = path, tokens = [], selfIds, allow } = options
  const known = accounts.length === 0 ? undefined : accounts
  const welcome = selfIds === undefined ? known : selfIds.filter((selfId) => known?.includes(selfId) ?? true)
  return {
    name,
    path,
    tokens: tokens.filter((token) => token !== ''),
    selfIds: welcome && new Set(welcome),
    allow: allow && toBlockList(allow),
    bodyLimit: options.bodyLimit ?? defaultBodyLimit,
    answerWithinMs: options.answerWithinMs ?? defaultAnswerWithinMs,
    insecure: options.insecure ?? false,
  }
}

/** What is wrong with endpoints that each look right alone or were written without the types. */
export const checkEndpoints = (endpoints: readonly EndpointOptions[]): void => {
  const problems = endpoints.flatMap(({ path, allow = [] }, index) => {
    const at = `endpoints[${index}]`
    const routed = (other: string) => other.replace(/\/$/, '').toLowerCase()
    const twin = endpoints.findIndex((other) => routed(other.path) === routed(path))
    return [
      ...(endpointPath.test(path)
        ? []
        : [`${at}.path: found "${path}", expected "/" and then letters, digits, - _ . ~ /`]),
      ...(twin < index
        ? [`${at}.path: "${path}" is taken by endpoints[${twin}]; every endpoint needs its own`]
        : []),
      ...allow
        .filter((range) => !isAddressRange(range))
        .map((range) => `${at}.allow: found "${range}", expected an address or a range such as 10.0.0.0/8`),
    ]
  })
  if (problems.length > 0) throw new ConfigError('The configuration', problems)
}

export const isAddressRange = (range: string): boolean => {
  const [address = '', prefix, ...rest] = range.split('/')
  if (isIP(address) === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv6(address) ? 128 : 32))
}

const toBlockList = (ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

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
