import { JournalError } from '../errors.js'
import type { Delivery, JournalPlace } from '../protocol/delivery.js'
import type { Arrival } from '../protocol/journal.js'
import { either, type NowOrLater } from '../protocol/now-or-later.js'
import type { Endpoint } from './endpoint.js'
import { Refusal } from './refusal.js'

/**
 * Writes a delivery down: from where it came, with `rawHeaders` as Node has them. `undefined`: it goes on without.
 * Fails with a `JournalError` where it must not.
 */
export type Keep = (
  delivery: Delivery,
  from: string,
  rawHeaders: readonly string[],
) => NowOrLater<JournalPlace | undefined>

/** A delivery for the journal. */
export class Arrived implements Arrival {
  readonly at: number
  readonly eventId: string
  readonly endpoint: string
  readonly selfId: number
  readonly name: string
  readonly bytes: Buffer
  readonly #rawHeaders: readonly string[]

  constructor(
    { id, selfId, naming, bytes }: Delivery,
    endpoint: string,
    rawHeaders: readonly string[],
    at: number,
  ) {
    this.at = at
    this.eventId = id
    this.endpoint = endpoint
    this.selfId = selfId
    this.name = naming.name
    this.bytes = bytes
    this.#rawHeaders = rawHeaders
  }

  /** Made when they are read: in memory, nobody may ever do so. */
  get headers(): Arrival['headers'] {
    return pairsOf(this.#rawHeaders)
  }
}

const secrets: readonly string[] = ['x-signature', 'authorization', 'proxy-authorization', 'cookie']

/** `[name, value, name, value …]` in pairs, without what nobody may read later. */
export const pairsOf = (
  rawHeaders: readonly string[],
  hidden: readonly string[] = [],
): Arrival['headers'] => {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]]
    const known = name.toLowerCase()
    if (!secrets.includes(known) && !hidden.includes(known)) pairs.push([name, value])
  }
  return pairs
}

/** A delivery is in the journal before a handler sees it. */
export const record = (
  keep: Keep,
  { name }: Endpoint,
  delivery: Delivery,
  rawHeaders: readonly string[],
): NowOrLater<void> => {
  const failed = (error: unknown): never => {
    throw error instanceof JournalError ? new Refusal('not-kept', { endpoint: name }) : error
  }
  const put = (place: JournalPlace | undefined): void => {
    delivery.journal = place
  }
  return either(() => keep(delivery, name, rawHeaders), put, failed)
}
