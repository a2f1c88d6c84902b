import type { Api } from './action.js'
import type { Delivery } from './delivery.js'
import type { AnyEvent } from './event.js'
import { plainText } from './message.js'
import { toSegments } from './normalize.js'

/** What an event has besides its fields. */
export interface EventTools {
  readonly api: Api
  readonly signal: AbortSignal
}

/** The event that handlers receive: the fields of the body under one shape, and the tools to answer it. */
export const createEvent = ({ raw, selfId, naming }: Delivery, { api, signal }: EventTools): AnyEvent => {
  const event: Record<string, unknown> = { ...raw, self_id: selfId, name: naming.name }
  if (/^message(_sent)?\./.test(naming.name)) {
    const message = toSegments(raw.message)
    event.message = message
    event.text = plainText(message)
  }
  // Not enumerable, so that an event that is printed or copied shows what happened and nothing else.
  Object.defineProperties(event, { raw: { value: raw }, api: { value: api }, signal: { value: signal } })
  return Object.freeze(event) as unknown as AnyEvent
}
