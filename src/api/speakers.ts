import { AccountUnclear } from '../errors.js'
import type { Api } from '../protocol/action.js'
import { isId } from '../protocol/ids.js'
import { Recent } from '../protocol/recent.js'
import { type TargetPlace, targetName } from '../protocol/target-name.js'

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

  at({ group_id, user_id }: TargetPlace): number | undefined {
    return group_id === undefined ? this.#users.get(user_id) : this.#groups.get(group_id)
  }

  #note(places: Recent<unknown, number>, place: unknown, selfId: number): void {
    if (places.get(place) !== selfId) places.set(place, selfId)
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
    const [only, ...others] = accounts()
    const known = from ?? sightings.at(place) ?? (others.length === 0 ? only : undefined)
    if (known !== undefined) return api(known)
    throw new AccountUnclear(targetName(place), accounts())
  }
