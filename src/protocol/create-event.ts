import { isRepliedByCall } from './chatless.js'
import type { Delivery } from './delivery.js'
import type { AnyEvent } from './event.js'
import { type HelperKind, helpers } from './event-helpers.js'
import { eventNames } from './event-senders.js'
import { attach, type EventTools } from './event-tools.js'
import { normalizeEvent } from './normalize-event.js'

const kinds: ReadonlyMap<string, HelperKind> = new Map(
  eventNames
    .filter((name) => name.startsWith('notice.') && isRepliedByCall(name))
    .map((name) => [name, 'inChat']),
)

const kindOf = (name: string): HelperKind =>
  /^message(_sent)?(\.|$)/.test(name) ? 'message' : (kinds.get(name) ?? 'every')

/** Field names that a body cannot use: what it wrote there stays in `raw`. */
const takenBy = (kind: HelperKind): readonly string[] => [
  '__proto__',
  ...Object.getOwnPropertyNames(helpers[kind]),
]
const taken = { every: takenBy('every'), inChat: takenBy('inChat'), message: takenBy('message') }

/** The event that handlers receive: the fields of the body under one shape, and the tools to answer it. */
export const createEvent = (
  { id, raw, selfId, naming, journal, missed = false }: Delivery,
  tools: EventTools,
): AnyEvent => {
  const kind = kindOf(naming.name)
  const fields = normalizeEvent({ ...raw, self_id: selfId }, naming.lineage)
  for (const field of taken[kind]) if (Object.hasOwn(fields, field)) delete fields[field]
  const event = { __proto__: helpers[kind], ...fields, name: naming.name } as unknown as AnyEvent
  attach(event, { id, raw, redelivered: journal?.redelivered ?? false, missed, tools })
  freezeFields(raw)
  freezeFields(event)
  return event
}

/** Handlers share an event, and a handler in JavaScript is not told by types. Not deeper: bodies may be deep. */
const freezeFields = (fields: object): void => {
  for (const value of Object.values(fields)) {
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) for (const item of value) freezeSegment(item)
    Object.freeze(value)
  }
  Object.freeze(fields)
}

const freezeSegment = (item: unknown): void => {
  if (typeof item !== 'object' || item === null) return
  Object.freeze(item)
  if ('data' in item) Object.freeze(item.data)
}
