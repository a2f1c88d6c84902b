import { createHash } from 'node:crypto'
import { type EventNaming, familyOf } from '../protocol/event-name.js'
import { KeyRing } from './key-ring.js'

/** By what an event is known again, and for how long, in milliseconds. */
export interface Identity {
  /** Whose and what kind of event it is: an id means something among those only. */
  readonly of: string
  /** Digits and the number that they spell are the same. */
  readonly id: string | number
  readonly windowMs: number
}

/** The longest that an event is known again. */
export const longMs = 10 * 60_000
/** NapCat reports new members and invitations by several paths, with different fields, within moments. */
const shortMs = 10_000

const isScalar = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'

/** An id is kept for minutes: it must not be as long as somebody likes. */
const short = (id: string): string => (id.length <= 200 ? id : createHash('sha1').update(id).digest('base64'))

/** One that is known makes a duplicate; none: nothing identifies the event, so it is never one. */
export const identify = (
  raw: Readonly<Record<string, unknown>>,
  { name }: EventNaming,
  bytes: Uint8Array,
): Identity[] => {
  const of = `${raw.self_id} ${name}`
  const by = (windowMs: number, ...fields: readonly unknown[]): Identity[] =>
    fields.every(isScalar) ? [{ of, id: short([windowMs, ...fields].join(' ')), windowMs }] : []
  switch (familyOf(name)) {
    case 'message':
    case 'message_sent': {
      const { message_id: id } = raw
      // go-cqhttp writes -1 for every message that it could not store.
      if (id === -1 || !isScalar(id)) return []
      return [{ of, id: typeof id === 'number' ? id : short(id), windowMs: longMs }]
    }
    case 'request':
      return [
        ...by(longMs, raw.flag, raw.user_id ?? ''),
        ...(raw.sub_type === 'invite' && raw.flag !== undefined
          ? by(shortMs, raw.user_id, raw.group_id)
          : []),
      ]
    case 'notice':
      if (raw.time === undefined) return []
      return name === 'notice.group_increase' || name === 'notice.group_decrease'
        ? by(shortMs, raw.group_id, raw.user_id)
        : by(longMs, createHash('sha1').update(bytes).digest('base64'))
    default:
      return []
  }
}

export const maxSeen = 100_000
/** Without a list of accounts anybody who may post can name new ones. */
const maxKinds = 10_000

/** What of all that is kept is a number: a string of its own for each takes many times the memory. */
const isNumbered = (id: string | number): boolean =>
  typeof id === 'number' ? (id | 0) === id : String(Number(id) | 0) === id

/** Identities that were seen, the oldest forgotten first. */
export class SeenKeys {
  readonly #keys: KeyRing
  /** Until when the key in each slot is known, in milliseconds. */
  readonly #until: Float64Array
  /** Numbers for `of`, of which a key can be made together with the id. */
  readonly #kinds = new Map<string, number>()

  constructor(limit = maxSeen) {
    this.#keys = new KeyRing(limit)
    this.#until = new Float64Array(limit)
  }

  /** Whether all of them are new at the time `now`, in milliseconds; from then on none is. */
  areNew(identities: readonly Identity[], now: number): boolean {
    const keys = identities.map((identity) => this.#keyOf(identity))
    for (const key of keys) {
      const slot = this.#keys.slotOf(key)
      if (slot !== undefined && now < (this.#until[slot] ?? 0)) return false
    }
    identities.forEach(({ windowMs }, index) => {
      this.#until[this.#keys.add(keys[index] ?? '')] = now + windowMs
    })
    return true
  }

  /** They have not been seen after all. */
  forget(identities: readonly Identity[]): void {
    for (const identity of identities) this.#keys.delete(this.#keyOf(identity))
  }

  #keyOf({ of, id }: Identity): string | number {
    const kind = isNumbered(id) ? this.#kindOf(of) : undefined
    // Joined, it is one string; a template would be a chain of its parts, which are all kept with it.
    return kind === undefined ? [of, id].join(' ') : kind * 2 ** 32 + (Number(id) + 2 ** 31)
  }

  /** `undefined`: there are too many. */
  #kindOf(of: string): number | undefined {
    const known = this.#kinds.get(of)
    if (known !== undefined || this.#kinds.size >= maxKinds) return known
    const kind = this.#kinds.size
    this.#kinds.set(of, kind)
    return kind
  }
}
