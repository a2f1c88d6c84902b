import type { EventMap } from '../protocol/event.js'
import { sampleBodies } from './sample-bodies.js'
import type { Fields } from './world-types.js'

export type SampledName = keyof EventMap

const firstTime = Date.UTC(2025, 10, 20, 15) / 1000
let count = 0

/**
 * An event of this name as it is posted, with these fields in the place of its own. The account is 10000, the group 1,
 * its members 2 and 3. No two are the same: each is a second later, and each message has another id.
 */
export const sample = (name: SampledName, fields: Fields = {}): Fields => {
  const body: Fields = sampleBodies[name]
  count += 1
  const id = typeof body.message_id === 'string' ? `sample${count}` : 1_000_000 + count
  return {
    time: firstTime + count,
    self_id: 10_000,
    ...body,
    ...(name.startsWith('message') && { message_id: id }),
    ...fields,
  }
}
