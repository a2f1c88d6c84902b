import { AccountUnclear } from '../errors.js'
import type { Api } from '../protocol/action.js'
import type { Reply } from '../protocol/message.js'
import { type SentMessage, sentMessageOf } from '../protocol/sent-message.js'

export interface TargetOptions {
  /** The account that sends. Default: that which was last seen there, else the only one. */
  readonly from?: number
}

/** A group or a person to write to without an event. */
export interface Target {
  /** Rejects like `api.call`, and with `AccountUnclear` where nobody knows which account should send. */
  send(content: Reply): Promise<SentMessage>
}

/** What became of a message to one of several groups. */
export interface Sent extends SentMessage {
  readonly group_id: number
  /** Why it was not sent, or perhaps not. */
  readonly error?: unknown
}

/** Several groups, written to one after the other. */
export interface Targets {
  /** Never rejects: one group that cannot be reached keeps nothing from the others. */
  send(content: Reply): Promise<readonly Sent[]>
}

export interface To {
  group(group_id: number, options?: TargetOptions): Target
  user(user_id: number, options?: TargetOptions): Target
  groups(group_ids: readonly number[], options?: TargetOptions): Targets
}

/** Places that are remembered; the oldest are forgotten first. */
const maxPlaces = 10_000

/** Which account was last seen in which chat. */
export class Sightings {
  readonly #accounts = new Map<string, number>()

  saw(
    selfId: number,
    { group_id, user_id }: { readonly group_id?: unknown; readonly user_id?: unknown },
  ): void {
    const place = typeof group_id === 'number' ? `group ${group_id}` : `user ${user_id}`
    this.#accounts.delete(place)
    this.#accounts.set(place, selfId)
    const [oldest] = this.#accounts.keys()
    if (this.#accounts.size > maxPlaces && oldest !== undefined) this.#accounts.delete(oldest)
  }

  at(place: string): number | undefined {
    return this.#accounts.get(place)
  }
}

export interface ToOptions {
  readonly api: (selfId: number) => Api
  /** Every account that is known. */
  readonly accounts: () => readonly number[]
  readonly sightings: Sightings
}

const broadcast = { priority: 'broadcast' } as const

/** `bot.to`. `from`: the account where the caller names none. */
export const createTo = ({ api, accounts, sightings }: ToOptions, from?: number): To => {
  const apiFor = (place: string, options: TargetOptions): Api => {
    const [only, ...others] = accounts()
    const known = options.from ?? from ?? sightings.at(place) ?? (others.length === 0 ? only : undefined)
    if (known !== undefined) return api(known)
    throw new AccountUnclear(place, accounts())
  }
  const group = (group_id: number, options: TargetOptions = {}): Target => ({
    async send(message) {
      const client = apiFor(`group ${group_id}`, options)
      return sentMessageOf(await client.call('send_group_msg', { group_id, message }, broadcast))
    },
  })
  return {
    group,
    user: (user_id, options = {}) => ({
      async send(message) {
        const client = apiFor(`user ${user_id}`, options)
        return sentMessageOf(await client.call('send_private_msg', { user_id, message }, broadcast))
      },
    }),
    groups: (group_ids, options) => ({
      async send(message) {
        const sent: Sent[] = []
        for (const group_id of new Set(group_ids)) {
          sent.push(
            await group(group_id, options)
              .send(message)
              .then(
                (one) => ({ group_id, ...one }),
                (error: unknown) => ({ group_id, error }),
              ),
          )
        }
        return sent
      },
    }),
  }
}
