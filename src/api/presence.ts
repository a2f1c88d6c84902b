import type { Log } from '../log.js'
import type { AccountState, PresenceChange } from '../protocol/account-event.js'
import type { Api } from '../protocol/action.js'
import { type Clock, repeat } from '../protocol/clock.js'
import { familyOf } from '../protocol/event-name.js'

/** An account of the configuration, or one that has posted. */
export interface KnownAccount {
  readonly selfId: number
  readonly state: AccountState
  /** Since when; `undefined` while it is unknown. */
  readonly since: Date | undefined
  /** When it last posted something; `undefined`: not since the start. */
  readonly heardAt: Date | undefined
  readonly hasApi: boolean
}

export interface PresenceOptions {
  /** The accounts of the configuration. */
  readonly accounts: readonly number[]
  readonly api: (selfId: number) => Api
  readonly hasClient: (selfId: number) => boolean
  readonly changed: (change: PresenceChange) => void
  readonly log: Log
  readonly clock: Clock
}

interface Entry {
  state: AccountState
  since: number | undefined
  /** When it was last heard of. */
  heardAt: number
  /** Signs in a row that it is offline. */
  badSigns: number
  /** Sends in a row that failed. */
  failedSends: number
  /** It was found offline by what it does: `get_status` alone does not bring it back, it may say online all the same. */
  isDoubted: boolean
}

const pollEveryMs = 60_000
/** One bad sign may be chance. */
const signsNeeded = 2
const failedSendsNeeded = 3
/** Without a list of accounts anybody who may post can name new ones. */
const maxAccounts = 10_000

type Raw = Readonly<Record<string, unknown>>

/** It is online and nothing speaks against it. */
const isWell = ({ state, badSigns, failedSends, isDoubted }: Entry): boolean =>
  state === 'online' && badSigns === 0 && failedSends === 0 && !isDoubted

/** Which accounts are online: by what they post, by what `get_status` says, and by whether their sends succeed. */
export class Presence {
  readonly #options: PresenceOptions
  readonly #entries = new Map<number, Entry>()
  readonly #listeners = new Set<() => void>()
  #stop: (() => void) | undefined

  constructor(options: PresenceOptions) {
    this.#options = options
    for (const selfId of options.accounts) this.#entryOf(selfId)
  }

  get accounts(): readonly KnownAccount[] {
    return [...this.#entries].map(([selfId, { state, since, heardAt }]) => ({
      selfId,
      state,
      since: since === undefined ? undefined : new Date(since),
      heardAt: Number.isFinite(heardAt) ? new Date(heardAt) : undefined,
      hasApi: this.#options.hasClient(selfId),
    }))
  }

  /** How many accounts are in each state. */
  get counts(): Readonly<Record<AccountState, number>> {
    const counts = { online: 0, offline: 0, unknown: 0 }
    for (const { state } of this.#entries.values()) counts[state] += 1
    return counts
  }

  /** Asks accounts that are silent, one after the other, until `close`. */
  start(): void {
    this.#stop ??= repeat(this.#options.clock, pollEveryMs, () => void this.#poll())
  }

  close(): void {
    this.#stop?.()
    this.#stop = undefined
  }

  /** An account has posted this. */
  heard(selfId: number, name: string, raw: Raw): void {
    const entry = this.#entryOf(selfId)
    if (entry === undefined) return
    entry.heardAt = this.#options.clock.now()
    const sign = signOf(name, raw)
    if (sign === 'gone') this.#goOffline(selfId, entry, name.split('.').at(-1) ?? name)
    else if (sign === 'bad') this.#badSign(selfId, entry, 'heartbeat')
    else if (sign === 'good' && !isWell(entry)) this.#goOnline(selfId, entry, familyOf(name))
  }

  /** A call of an account has succeeded or failed. */
  called(selfId: number, action: string, hasSucceeded: boolean): void {
    const entry = this.#entries.get(selfId)
    if (entry === undefined || !action.startsWith('send_')) return
    if (hasSucceeded) {
      entry.failedSends = 0
      this.#goOnline(selfId, entry, 'calls succeed')
      return
    }
    entry.failedSends += 1
    if (entry.failedSends >= failedSendsNeeded) this.#goOffline(selfId, entry, 'calls fail')
  }

  /** Resolves to this account, or to any, when it is online; to `undefined` when that takes too long. */
  async online(
    selfId: number | undefined,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const find = (): number | undefined => this.#onlineOf(selfId)
    for (const [one, { state }] of this.#entries) {
      if (state === 'unknown' && (selfId ?? one) === one) void this.#check(one)
    }
    return find() ?? (await this.#whenChanged(find, withinMs, signal))
  }

  #whenChanged(
    find: () => number | undefined,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    return new Promise((resolve) => {
      const end = (found?: number): void => {
        stopTimer()
        this.#listeners.delete(look)
        signal.removeEventListener('abort', stop)
        resolve(found)
      }
      const stop = (): void => end()
      const look = (): void => {
        const found = find()
        if (found !== undefined) end(found)
      }
      const stopTimer = this.#options.clock.after(withinMs, stop)
      this.#listeners.add(look)
      signal.addEventListener('abort', stop)
      if (signal.aborted) stop()
    })
  }

  #onlineOf(selfId: number | undefined): number | undefined {
    // Nobody can be asked whether it is there: the call itself will say what is missing.
    if (selfId !== undefined && !this.#options.hasClient(selfId)) return selfId
    if (selfId !== undefined) return this.#entries.get(selfId)?.state === 'online' ? selfId : undefined
    return [...this.#entries].find(([, { state }]) => state === 'online')?.[0]
  }

  async #poll(): Promise<void> {
    const { hasClient, clock } = this.#options
    for (const [selfId, { heardAt, state }] of this.#entries) {
      if (!hasClient(selfId) || (state === 'online' && clock.now() - heardAt < pollEveryMs)) continue
      await this.#check(selfId)
    }
  }

  async #check(selfId: number): Promise<void> {
    const { api, hasClient, log } = this.#options
    const entry = this.#entries.get(selfId)
    if (entry === undefined || !hasClient(selfId)) return
    try {
      const status: unknown = await api(selfId).call('get_status')
      const isOnline = (status as Raw | null)?.online !== false
      if (!isOnline) this.#badSign(selfId, entry, 'get_status')
      else if (!entry.isDoubted) this.#goOnline(selfId, entry, 'get_status')
    } catch (err) {
      log.debug({ selfId, err }, 'get_status failed')
      this.#badSign(selfId, entry, 'get_status')
    }
  }

  #badSign(selfId: number, entry: Entry, reason: string): void {
    entry.badSigns += 1
    // The implementation has noticed it too: when it says online again, that counts.
    entry.isDoubted = false
    if (entry.badSigns >= signsNeeded) this.#change(selfId, entry, 'offline', reason)
  }

  #goOffline(selfId: number, entry: Entry, reason: string): void {
    entry.isDoubted = true
    this.#change(selfId, entry, 'offline', reason)
  }

  #goOnline(selfId: number, entry: Entry, reason: string): void {
    entry.badSigns = 0
    entry.failedSends = 0
    entry.isDoubted = false
    this.#change(selfId, entry, 'online', reason)
  }

  #change(selfId: number, entry: Entry, state: 'online' | 'offline', reason: string): void {
    const before = entry.state
    if (before === state) return
    entry.state = state
    entry.since = this.#options.clock.now()
    this.#options.changed({ selfId, state, before, reason })
    for (const listener of [...this.#listeners]) listener()
  }

  #entryOf(selfId: number): Entry | undefined {
    const known = this.#entries.get(selfId)
    if (known !== undefined || this.#entries.size >= maxAccounts) return known
    const made: Entry = {
      state: 'unknown',
      since: undefined,
      heardAt: Number.NEGATIVE_INFINITY,
      badSigns: 0,
      failedSends: 0,
      isDoubted: false,
    }
    this.#entries.set(selfId, made)
    return made
  }
}

/** What an event says of the account: what comes from others shows that it is there, what it did itself does not. */
const signOf = (name: string, raw: Raw): 'good' | 'bad' | 'gone' | undefined => {
  if (name.startsWith('message.')) return 'good'
  if (name === 'notice.bot_offline') return 'gone'
  if (name === 'meta_event.heartbeat') {
    const online = (raw.status as Raw | null | undefined)?.online
    return online === true ? 'good' : online === false ? 'bad' : undefined
  }
  return name.startsWith('notice.') || name.startsWith('request.') ? 'good' : undefined
}
