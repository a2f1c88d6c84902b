import type { CountingLog } from '../log.js'
import type { Api, Priority } from '../protocol/action.js'
import type { Implementation } from '../protocol/implementation.js'
import { type ApiSettings, createApi, createMissingApi } from './client.js'
import { createHttpTransport } from './http-transport.js'
import type { MediaOptions } from './local-files.js'
import { Pace, type PaceOptions, type PaceStatus } from './pace.js'
import { groupOf, isSend } from './sends.js'
import type { Transport } from './transport.js'

export interface ApiOptions {
  /** Where the implementation takes calls: `http://127.0.0.1:3000`. */
  readonly url: string
  /** Its access token. */
  readonly token?: string
  /** Milliseconds that a call may take. Default 10 000. */
  readonly timeoutMs?: number
}

/** Without a list of accounts anybody who may post can name new ones. */
const maxAccounts = 10_000

export interface AccountApisOptions {
  /** `false`: nothing waits. */
  readonly pace: PaceOptions | false
  readonly media: MediaOptions
  readonly implementationOf: (selfId: number) => Implementation | undefined
  readonly say: CountingLog
  /** The clock, in milliseconds. */
  readonly now: () => number
}

interface Owner {
  readonly api?: ApiOptions
}

/** Who has which API: an account its own, else that of the endpoint it posts to. */
export class AccountApis {
  readonly #accounts: ReadonlyMap<number, ApiOptions>
  readonly #endpoints: ReadonlyMap<string, ApiOptions>
  /** The endpoint that an account last posted to, the oldest first. */
  readonly #seenAt = new Map<number, string>()
  readonly #transports = new Map<ApiOptions, Transport>()
  readonly #paces = new Map<number, Pace>()
  readonly #options: AccountApisOptions

  constructor(
    accounts: readonly (Owner & { readonly selfId: number })[],
    endpoints: readonly (Owner & { readonly path: string })[],
    options: AccountApisOptions,
  ) {
    this.#options = options
    this.#accounts = new Map(
      accounts.flatMap(({ selfId, api }) => (api === undefined ? [] : [[selfId, api]])),
    )
    this.#endpoints = new Map(endpoints.flatMap(({ path, api }) => (api === undefined ? [] : [[path, api]])))
  }

  /** For an event of an account that has just posted to the endpoint with this path. */
  seen(selfId: number, path: string): Api {
    if (this.#endpoints.has(path) && this.#seenAt.get(selfId) !== path) this.#remember(selfId, path)
    return this.of(selfId, 'answer')
  }

  has(selfId: number): boolean {
    return this.#optionsOf(selfId) !== undefined
  }

  /** `priority`: of the sends that do not say it themselves. */
  of(selfId: number, priority: Priority = 'broadcast'): Api {
    const options = this.#optionsOf(selfId)
    if (options === undefined) return createMissingApi(selfId)
    const { media, implementationOf } = this.#options
    return createApi(selfId, this.#transportOf(options), {
      timeoutMs: options.timeoutMs,
      turn: this.#turnOf(selfId, priority),
      media,
      implementation: () => implementationOf(selfId),
    })
  }

  /** How many sends of an account wait for their turn. */
  paceOf(selfId: number): PaceStatus {
    return this.#paces.get(selfId)?.status ?? { answers: 0, broadcasts: 0 }
  }

  close(): void {
    for (const pace of this.#paces.values()) pace.close()
    for (const transport of this.#transports.values()) transport.close()
  }

  #remember(selfId: number, path: string): void {
    this.#seenAt.delete(selfId)
    this.#seenAt.set(selfId, path)
    const [oldest] = this.#seenAt.keys()
    if (this.#seenAt.size > maxAccounts && oldest !== undefined) this.#seenAt.delete(oldest)
  }

  /** An account that has not posted yet belongs to the only endpoint with an API, where there is only one. */
  #optionsOf(selfId: number): ApiOptions | undefined {
    const own = this.#accounts.get(selfId)
    if (own !== undefined) return own
    const seenAt = this.#seenAt.get(selfId)
    if (seenAt !== undefined) return this.#endpoints.get(seenAt)
    const [only, ...others] = this.#endpoints.values()
    return others.length === 0 ? only : undefined
  }

  #turnOf(selfId: number, usual: Priority): NonNullable<ApiSettings['turn']> {
    return async (action, params, { priority = usual, signal }) => {
      if (!isSend(action)) return
      await this.#pace(selfId)?.turn({ action, group: groupOf(action, params), priority, signal })
    }
  }

  #pace(selfId: number): Pace | undefined {
    const { pace, now } = this.#options
    if (pace === false) return undefined
    const known = this.#paces.get(selfId)
    if (known !== undefined) return known
    const made = new Pace(pace, { now, onExpired: () => this.#sayExpired(selfId) })
    this.#paces.set(selfId, made)
    if (this.#paces.size > maxAccounts) this.#forgetIdlePaces(now())
    return made
  }

  #forgetIdlePaces(now: number): void {
    for (const [selfId, pace] of this.#paces) if (pace.isIdle(now)) this.#paces.delete(selfId)
  }

  #sayExpired(selfId: number): void {
    this.#options.say.say({
      key: 'answer expired',
      detail: String(selfId),
      level: 'warn',
      fields: { selfId, ...this.paceOf(selfId) },
      message: `account ${selfId}: an answer waited too long for its turn and is dropped; there is more to say than "pace" allows`,
    })
  }

  #transportOf(options: ApiOptions): Transport {
    const known = this.#transports.get(options)
    if (known !== undefined) return known
    const transport = createHttpTransport(options.url, options.token ?? '')
    this.#transports.set(options, transport)
    return transport
  }
}
