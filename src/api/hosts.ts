import { ApiTimeout, ApiUnreachable } from '../errors.js'
import type { Log } from '../log.js'
import type { Api } from '../protocol/action.js'
import { type Host, type Implementation, implementationOf } from '../protocol/implementation.js'

export interface HostsOptions {
  /** What the configuration says. */
  readonly configured: ReadonlyMap<number, Implementation>
  readonly api: (selfId: number) => Api
  readonly hasClient: (selfId: number) => boolean
  readonly log: Log
  readonly now: () => number
}

/** What is known of an account that can be asked. */
interface Inquiry {
  isAsking: boolean
  failures: number
  askAgainAt: number
  /** The connection is another one: its word counts until there is a new one. */
  isStale: boolean
  /** Its word, once there: `undefined` is one of a kind that the table does not have. */
  answer?: { readonly host: Host | undefined }
}

const firstRetryMs = 1000
const longestRetryMs = 60_000
const maxAccounts = 10_000
const reachableWithinMs = 2000

/** What accounts run on: the configuration says so, else `get_version_info`, else what deliveries look like. */
export class Hosts {
  readonly #options: HostsOptions
  readonly #inquiries = new Map<number, Inquiry>()

  constructor(options: HostsOptions) {
    this.#options = options
  }

  /** What is known now. Asks, but never waits: until the answer is there, `guess` counts. */
  of(selfId: number, guess: Implementation | undefined): Host | undefined {
    const { configured, hasClient, now } = this.#options
    const guessed = guess && { implementation: guess }
    const implementation = configured.get(selfId)
    if (implementation !== undefined) return { implementation }
    if (!hasClient(selfId)) return guessed
    const inquiry = this.#inquiryOf(selfId)
    const isDue = inquiry.answer === undefined || inquiry.isStale
    if (isDue && !inquiry.isAsking && now() >= inquiry.askAgainAt) void this.#ask(selfId, inquiry)
    return inquiry.answer === undefined ? guessed : inquiry.answer.host
  }

  /** What the configuration or the account itself has said by now. Asks nobody. */
  known(selfId: number): Host | undefined {
    const implementation = this.#options.configured.get(selfId)
    return implementation === undefined ? this.#inquiries.get(selfId)?.answer?.host : { implementation }
  }

  /** It could not be reached: who answers there next may be another one. */
  forget(selfId: number): void {
    if (this.#inquiries.get(selfId)?.answer !== undefined) this.#inquiries.delete(selfId)
  }

  /** There is a new connection: these accounts may have been updated, so they are asked again. */
  reconnected(isConcerned: (selfId: number) => boolean): void {
    for (const [selfId, inquiry] of this.#inquiries) if (isConcerned(selfId)) inquiry.isStale = true
  }

  /** Whether the account's API has said what it is, so that somebody is there to be called. */
  hasAnswered(selfId: number): boolean {
    return this.#inquiries.get(selfId)?.answer !== undefined
  }

  /** Whether somebody takes the calls of this account; there is nobody to wait for where it has no client. */
  async isReachable(selfId: number): Promise<boolean> {
    const { api, hasClient } = this.#options
    if (!hasClient(selfId)) return true
    try {
      await api(selfId).call('get_version_info', {}, { timeoutMs: reachableWithinMs })
      return true
    } catch (error) {
      return !(error instanceof ApiUnreachable || error instanceof ApiTimeout)
    }
  }

  #inquiryOf(selfId: number): Inquiry {
    const known = this.#inquiries.get(selfId)
    if (known !== undefined) return known
    const made: Inquiry = {
      isAsking: false,
      failures: 0,
      askAgainAt: Number.NEGATIVE_INFINITY,
      isStale: false,
    }
    this.#inquiries.set(selfId, made)
    const [oldest] = this.#inquiries.keys()
    if (this.#inquiries.size > maxAccounts && oldest !== undefined) this.#inquiries.delete(oldest)
    return made
  }

  async #ask(selfId: number, inquiry: Inquiry): Promise<void> {
    const { api, log, now } = this.#options
    inquiry.isAsking = true
    try {
      const said: unknown = await api(selfId).call('get_version_info')
      inquiry.answer = { host: hostOf(said) }
      inquiry.isStale = false
      log.debug({ selfId, ...inquiry.answer.host }, 'get_version_info says what the account runs on')
    } catch (err) {
      inquiry.askAgainAt = now() + Math.min(longestRetryMs, firstRetryMs * 2 ** inquiry.failures)
      inquiry.failures += 1
      log.debug({ selfId, err }, 'get_version_info failed; it is asked again later')
    } finally {
      inquiry.isAsking = false
    }
  }
}

const hostOf = (said: unknown): Host | undefined => {
  const { app_name, app_version } = (said ?? {}) as Readonly<Record<string, unknown>>
  const implementation = typeof app_name === 'string' ? implementationOf(app_name) : undefined
  return implementation && { implementation, version: String(app_version ?? '') }
}
