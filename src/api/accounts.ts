import { toAccountNumber } from '../protocol/account.js'
import type { Priority } from '../protocol/action.js'
import type { Implementation } from '../protocol/implementation.js'
import { Recent } from '../protocol/recent.js'
import { type ApiOptions, type ApiWays, isWebSocket, waysOf } from './api-options.js'
import { type Called, type Calling, createApi, createMissingApi, type StreamingApi } from './client.js'
import { createEitherTransport } from './either-transport.js'
import { createHttpTransport } from './http-transport.js'
import type { MediaOptions } from './local-files.js'
import type { PaceStatus } from './pace.js'
import { Paces, type PacesOptions } from './paces.js'
import { isRead } from './params.js'
import { retryReads } from './retries.js'
import type { Transport } from './transport.js'
import { WsTransport } from './ws-transport.js'

/** Without a list of accounts anybody who may post can name new ones. */
const maxAccounts = 10_000

export interface AccountApisOptions extends PacesOptions {
  readonly media: MediaOptions
  readonly implementationOf: (selfId: number) => Implementation | undefined
  /** Takes an event that came over the connection of an account. */
  readonly onEvent: (bytes: Buffer, url: string) => void
  /** Is told of every call of an account. */
  readonly called: Called
  /** Is told of every call of an account when it begins. */
  readonly calling?: Calling | undefined
  /** Takes every call, so that none leaves the process. */
  readonly transport?: Transport | undefined
  /** Is told of every connection: who answers there may be another one. */
  readonly onConnected: (isConcerned: (selfId: number) => boolean) => void
}

/** Accounts whose API is kept ready, at least. */
const maxMade = 5000

interface Made {
  readonly ways: ApiWays | undefined
  readonly api: StreamingApi
}

interface Owner {
  readonly api?: ApiWays
}

/** The API of an endpoint, and whose it may be. */
interface SharedApi {
  readonly api: ApiWays
  /** `undefined`: of every account. */
  readonly selfIds: ReadonlySet<number> | undefined
}

/** Who has which API: an account its own, else that of the endpoint it posts to. */
export class AccountApis {
  readonly #accounts: ReadonlyMap<number, ApiWays>
  readonly #endpoints: ReadonlyMap<string, SharedApi>
  /** The endpoint that an account last posted to, the oldest first. */
  readonly #seenAt = new Map<number, string>()
  /** What accounts were given last: every event asks for it. */
  readonly #made = {
    answer: new Recent<number, Made>(maxMade),
    broadcast: new Recent<number, Made>(maxMade),
  }
  readonly #paces: Paces
  readonly #transports = new Map<ApiWays, Transport>()
  readonly #sockets = new Map<ApiWays, WsTransport>()
  readonly #options: AccountApisOptions

  constructor(
    accounts: readonly (Owner & { readonly selfId: number })[],
    endpoints: readonly (Owner & { readonly path: string; readonly selfIds?: readonly number[] })[],
    options: AccountApisOptions,
  ) {
    this.#options = options
    this.#paces = new Paces(options)
    this.#accounts = new Map(
      accounts.flatMap(({ selfId, api }) => (api === undefined ? [] : [[selfId, api]])),
    )
    const welcome = accounts.length === 0 ? undefined : accounts.map(({ selfId }) => selfId)
    this.#endpoints = new Map(
      endpoints.flatMap(({ path, api, selfIds = welcome }) =>
        api === undefined ? [] : [[path, { api, selfIds: selfIds && new Set(selfIds) }]],
      ),
    )
  }

  /** Connects where events are wanted; everywhere else the first call does. */
  connect(): void {
    const shared = [...this.#endpoints.values()].map(({ api }) => api)
    for (const api of [...this.#accounts.values(), ...shared]) {
      if (!waysOf(api).some(({ events }) => events === true)) continue
      this.#transportOf(api)
      this.#sockets.get(api)?.connect()
    }
  }

  /** For an event of an account that has just posted to the endpoint with this path. */
  seen(selfId: number, path: string): StreamingApi {
    if (this.#endpoints.has(path) && this.#seenAt.get(selfId) !== path) this.#remember(selfId, path)
    return this.of(selfId, 'answer')
  }

  has(selfId: number): boolean {
    return this.#waysOf(selfId) !== undefined
  }

  /** `priority`: of the sends that do not say it themselves. */
  of(selfId: number, priority: Priority = 'broadcast'): StreamingApi {
    const ways = this.#waysOf(selfId)
    const known = this.#made[priority].get(selfId)
    if (known !== undefined && known.ways === ways) return known.api
    const api = ways === undefined ? createMissingApi(selfId) : this.#make(selfId, ways, priority)
    this.#made[priority].set(selfId, { ways, api })
    return api
  }

  #make(selfId: number, ways: ApiWays, priority: Priority): StreamingApi {
    const { media, implementationOf, called, calling } = this.#options
    return createApi(selfId, this.#transportOf(ways), {
      timeoutMs: waysOf(ways)[0]?.timeoutMs,
      turn: this.#paces.turnOf(selfId, priority),
      media,
      implementation: () => implementationOf(selfId),
      called,
      calling,
    })
  }

  /** How many sends of an account wait for their turn. */
  paceOf(selfId: number): PaceStatus {
    return this.#paces.statusOf(selfId)
  }

  /** How many sends of all accounts wait for their turn. */
  get pace(): PaceStatus {
    return this.#paces.status
  }

  close(): void {
    this.#paces.close()
    for (const transport of this.#transports.values()) transport.close()
  }

  #remember(selfId: number, path: string): void {
    this.#seenAt.delete(selfId)
    this.#seenAt.set(selfId, path)
    const [oldest] = this.#seenAt.keys()
    if (this.#seenAt.size > maxAccounts && oldest !== undefined) this.#seenAt.delete(oldest)
  }

  /** An account that has not posted yet belongs to the only endpoint with an API, where there is only one. */
  #waysOf(selfId: number): ApiWays | undefined {
    const own = this.#accounts.get(selfId)
    if (own !== undefined) return own
    const seenAt = this.#seenAt.get(selfId)
    if (seenAt !== undefined) return this.#endpoints.get(seenAt)?.api
    const [only, ...others] = this.#endpoints.values()
    return others.length === 0 ? only?.api : undefined
  }

  #transportOf(api: ApiWays): Transport {
    const known = this.#transports.get(api)
    if (known !== undefined) return known
    const { transport, clock } = this.#options
    const made = transport ?? retryReads(this.#connectionOf(api), isRead, clock.now)
    this.#transports.set(api, made)
    return made
  }

  #connectionOf(api: ApiWays): Transport {
    const ways = waysOf(api)
    const wsWay = ways.find(isWebSocket)
    const httpWay = ways.find((way) => !isWebSocket(way))
    const http = httpWay && createHttpTransport(httpWay.url, httpWay.token ?? '')
    const ws = wsWay && this.#socketOf(api, wsWay)
    // There is at least one: `checkApis` has seen to it.
    if (ws === undefined || http === undefined) return (ws ?? http) as Transport
    return createEitherTransport(ws, http)
  }

  #socketOf(api: ApiWays, { url, token = '', events = false }: ApiOptions): WsTransport {
    const { say, clock, onConnected } = this.#options
    const ws = new WsTransport({
      url,
      token,
      say,
      now: clock.now,
      onConnected: () => onConnected((selfId) => this.#waysOf(selfId) === api),
      ...(events ? { onEvent: (bytes, selfId) => this.#takeEvent(api, url, bytes, selfId) } : {}),
    })
    this.#sockets.set(api, ws)
    return ws
  }

  #takeEvent(api: ApiWays, url: string, bytes: Buffer, from: unknown): void {
    const { say, onEvent } = this.#options
    const selfId = toAccountNumber(from)
    if (selfId !== undefined && this.#isOwner(api, selfId)) {
      onEvent(bytes, url)
      return
    }
    say.say({
      key: 'event of another account',
      detail: url,
      level: 'warn',
      fields: { url, selfId },
      message: `an event of account ${selfId ?? '?'} came over ${url} and is dropped; is it the account that this "api" belongs to?`,
    })
  }

  /** Whether this way to call is meant for the account. Who comes over that of an endpoint has been seen there. */
  #isOwner(api: ApiWays, selfId: number): boolean {
    for (const [path, { api: shared, selfIds }] of this.#endpoints) {
      if (shared !== api || this.#accounts.has(selfId)) continue
      if (selfIds !== undefined && !selfIds.has(selfId)) continue
      this.#remember(selfId, path)
      return true
    }
    return this.#accounts.get(selfId) === api
  }
}
