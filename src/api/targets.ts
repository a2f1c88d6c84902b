import { AccountUnclear } from '../errors.js'
import type { Api } from '../protocol/action.js'
import { isId } from '../protocol/ids.js'
import type { Reply } from '../protocol/message.js'
import { Recent } from '../protocol/recent.js'
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

/** Groups and persons that are remembered, at least. */
const maxPlaces = 10_000

/** Which account was last seen in which chat. */
export class Sightings {
  readonly #groups = new Recent<unknown, number>(maxPlaces)
  readonly #users = new Recent<unknown, number>(maxPlaces)

  saw(
    selfId: number,
    { group_id, user_id }: { readonly group_id?: unknown; readonly user_id?: unknown },
  ): void {
    if (typeof group_id === 'number') this.#note(this.#groups, group_id, selfId)
    else if (isId(user_id)) this.#note(this.#users, user_id, selfId)
  }

  inGroup(group_id: number): number | undefined {
    return this.#groups.get(group_id)
  }

  with(user_id: number): number | undefined {
    return this.#users.get(user_id)
  }

  #note(places: Recent<unknown, number>, place: unknown, selfId: number): void {
    if (places.get(place) !== selfId) places.set(place, selfId)
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
  const apiFor = (place: string, seen: number | undefined, options: TargetOptions): Api => {
    const [only, ...others] = accounts()
    const known = options.from ?? from ?? seen ?? (others.length === 0 ? only : undefined)
    if (known !== undefined) return api(known)
    throw new AccountUnclear(place, accounts())
  }
  const group = (group_id: number, options: TargetOptions = {}): Target => ({
    async send(message) {
      const client = apiFor(`group ${group_id}`, sightings.inGroup(group_id), options)
      return sentMessageOf(await client.call('send_group_msg', { group_id, message }, broadcast))
    },
  })
  return {
    group,
    user: (user_id, options = {}) => ({
      async send(message) {
        const client = apiFor(`user ${user_id}`, sightings.with(user_id), options)
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
