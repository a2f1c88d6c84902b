import type { Api } from '../protocol/action.js'
import { type Called, createApi, createMissingApi } from './client.js'
import { createHttpTransport } from './http-transport.js'
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

interface Owner {
  readonly api?: ApiOptions
}

/** Who has which API: an account its own, else that of the endpoint it posts to. */
export class AccountApis {
  readonly #accounts: ReadonlyMap<number, ApiOptions>
  readonly #endpoints: ReadonlyMap<string, ApiOptions>
  /** The endpoint that an account last posted to, the oldest first. */
  readonly #seenAt = new Map<number, string>()
  readonly #called: Called
  readonly #transports = new Map<ApiOptions, Transport>()

  constructor(
    accounts: readonly (Owner & { readonly selfId: number })[],
    endpoints: readonly (Owner & { readonly path: string })[],
    called: Called = () => {},
  ) {
    this.#called = called
    this.#accounts = new Map(
      accounts.flatMap(({ selfId, api }) => (api === undefined ? [] : [[selfId, api]])),
    )
    this.#endpoints = new Map(endpoints.flatMap(({ path, api }) => (api === undefined ? [] : [[path, api]])))
  }

  /** For an account that has just posted to the endpoint with this path. */
  seen(selfId: number, path: string): Api {
    if (this.#endpoints.has(path) && this.#seenAt.get(selfId) !== path) this.#remember(selfId, path)
    return this.of(selfId)
  }

  has(selfId: number): boolean {
    return this.#optionsOf(selfId) !== undefined
  }

  of(selfId: number): Api {
    const options = this.#optionsOf(selfId)
    if (options === undefined) return createMissingApi(selfId)
    return createApi(selfId, this.#transportOf(options), options.timeoutMs, this.#called)
  }

  close(): void {
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

  #transportOf(options: ApiOptions): Transport {
    const known = this.#transports.get(options)
    if (known !== undefined) return known
    const transport = createHttpTransport(options.url, options.token ?? '')
    this.#transports.set(options, transport)
    return transport
  }
}
