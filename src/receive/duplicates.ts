import { createHash } from 'node:crypto'
import { type EventNaming, familyOf } from '../protocol/event-name.js'

/** By what an event is known again, and for how long, in milliseconds. */
export interface Identity {
  readonly key: string
  readonly windowMs: number
}

/** The longest that an event is known again. */
export const longMs = 10 * 60_000
/** NapCat reports new members and invitations by several paths, with different fields, within moments. */
const shortMs = 10_000

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

/** A key is kept for minutes: it must not be as long as somebody likes. */
const short = (key: string): string =>
  key.length <= 200 ? key : createHash('sha1').update(key).digest('base64')

/** One that is known makes a duplicate; none: nothing identifies the event, so it is never one. */
export const identify = (
  raw: Readonly<Record<string, unknown>>,
  { name }: EventNaming,
  bytes: Uint8Array,
): Identity[] => {
  const by = (windowMs: number, ...fields: readonly unknown[]): Identity[] =>
    fields.every(isScalar)
      ? [{ key: short([raw.self_id, name, windowMs, ...fields].join(' ')), windowMs }]
      : []
  switch (familyOf(name)) {
    case 'message':
    case 'message_sent': {
      const { self_id, message_id } = raw
      // go-cqhttp writes -1 for every message that it could not store.
      if (message_id === -1 || !isScalar(message_id)) return []
      return [{ key: short(`${self_id} ${name} ${message_id}`), windowMs: longMs }]
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

interface Seen {
  readonly until: number
  /** Where its key stands in the ring. */
  readonly slot: number
}

/** Keys of what was seen, the oldest forgotten first. */
export class SeenKeys {
  readonly #seen = new Map<string, Seen>()
  /** The keys in the order in which they came: to look for the oldest in a map means to walk over its holes. */
  readonly #ring: string[] = []
  readonly #limit: number
  #next = 0

  constructor(limit = maxSeen) {
    this.#limit = limit
  }

  /** Whether all of them are new at the time `now`, in milliseconds; from then on none is. */
  areNew(identities: readonly Identity[], now: number): boolean {
    for (const { key } of identities) {
      const seen = this.#seen.get(key)
      if (seen !== undefined && now < seen.until) return false
    }
    for (const { key, windowMs } of identities) this.#remember(key, now + windowMs)
    return true
  }

  /** They have not been seen after all. */
  forget(identities: readonly Identity[]): void {
    for (const { key } of identities) this.#seen.delete(key)
  }

  #remember(key: string, until: number): void {
    const slot = this.#next
    this.#next = (slot + 1) % this.#limit
    const oldest = this.#ring[slot]
    // It may have come again since, and stand in another place.
    if (oldest !== undefined && this.#seen.get(oldest)?.slot === slot) this.#seen.delete(oldest)
    this.#ring[slot] = key
    this.#seen.set(key, { until, slot })
  }
}
