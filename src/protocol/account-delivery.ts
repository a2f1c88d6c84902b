import type { PresenceChange } from './account-event.js'
import { chatKey } from './chat.js'
import type { Delivery } from './delivery.js'
import { nextEventId } from './event-id.js'

/** The event of a change, as if it had been delivered. `now` in milliseconds. */
export const accountDelivery = ({ selfId, state, before, reason }: PresenceChange, now: number): Delivery => {
  const name = `account.${state}`
  const time = Math.floor(now / 1000)
  const raw = { time, self_id: selfId, post_type: 'account', before, reason }
  return {
    id: nextEventId(),
    bytes: Buffer.from(JSON.stringify(raw)),
    selfId,
    raw,
    naming: { name, lineage: [name] },
    chat: chatKey(raw),
  }
}
