import { AccountUnclear } from '../errors.js'
import type { Api } from '../protocol/action.js'
import { type TargetName, type TargetPlace, targetName } from '../protocol/target-name.js'

/** Places that are remembered; the oldest are forgotten first. */
const maxPlaces = 10_000

/** Which account was last seen in which chat. */
export class Sightings {
  readonly #accounts = new Map<string, number>()

  saw(
    selfId: number,
    { group_id, user_id }: { readonly group_id?: unknown; readonly user_id?: unknown },
  ): void {
    const place = typeof group_id === 'number' ? `group:${group_id}` : `user:${user_id}`
    this.#accounts.delete(place)
    this.#accounts.set(place, selfId)
    const [oldest] = this.#accounts.keys()
    if (this.#accounts.size > maxPlaces && oldest !== undefined) this.#accounts.delete(oldest)
  }

  at(place: TargetName): number | undefined {
    return this.#accounts.get(place)
  }
}

export interface SpeakersOptions {
  readonly api: (selfId: number) => Api
  /** Every account that is known. */
  readonly accounts: () => readonly number[]
  readonly sightings: Sightings
}

/** The calls of the account that writes to a place: `from`, else the one last seen there, else the only one. */
export type SpeakerAt = (place: TargetPlace, from?: number) => Api

/** Who writes to a place without an event. It throws `AccountUnclear` where nobody knows. */
export const createSpeakerAt =
  ({ api, accounts, sightings }: SpeakersOptions): SpeakerAt =>
  (place, from) => {
    const name = targetName(place)
    const [only, ...others] = accounts()
    const known = from ?? sightings.at(name) ?? (others.length === 0 ? only : undefined)
    if (known !== undefined) return api(known)
    throw new AccountUnclear(name, accounts())
  }
