import { isRepliedByCall } from './chatless.js'
import type { Delivery } from './delivery.js'
import type { AnyEvent } from './event.js'
import { type HelperKind, helpers } from './event-helpers.js'
import type { EventNaming } from './event-name.js'
import { eventNames } from './event-senders.js'
import { Attached, attach, type EventTools } from './event-tools.js'
import { freezeFields } from './freeze-fields.js'
import { normalizeFields } from './normalize-event.js'

const kinds: ReadonlyMap<string, HelperKind> = new Map(
  eventNames
    .filter((name) => name.startsWith('notice.') && isRepliedByCall(name))
    .map((name) => [name, 'inChat']),
)

const kindOf = (name: string): HelperKind =>
  /^message(_sent)?(\.|$)/.test(name) ? 'message' : (kinds.get(name) ?? 'every')

/** Makes the event of one kind from the fields of a body. */
type Make = new (raw: Readonly<Record<string, unknown>>) => Record<string, unknown>

/** A constructor: objects of one get room for as many fields as those before them had. */
const maker = (kind: HelperKind): Make => {
  // What a body wrote under these names stays in `raw`.
  const taken = new Set(['__proto__', ...Object.getOwnPropertyNames(helpers[kind])])
  const Fields = function fields(
    this: Record<string, unknown>,
    raw: Readonly<Record<string, unknown>>,
  ): void {
    for (const field in raw) if (!taken.has(field)) this[field] = raw[field]
  }
  Fields.prototype = helpers[kind]
  return Fields as unknown as Make
}

const makers = { every: maker('every'), inChat: maker('inChat'), message: maker('message') }

/** By what a name has been given once: names come from outside, and are forgotten with it. */
const known = new WeakMap<EventNaming, Make>()

const makerFor = (naming: EventNaming): Make => {
  const found = known.get(naming)
  if (found !== undefined) return found
  const made = makers[kindOf(naming.name)]
  known.set(naming, made)
  return made
}

/** What of a delivery is in its event. */
export type EventSource = Pick<Delivery, 'id' | 'raw' | 'selfId' | 'naming' | 'journal' | 'missed'>

/** The event that handlers receive: the fields of the body under one shape, and the tools to answer it. */
export const createEvent = (
  { id, raw, selfId, naming, journal, missed = false }: EventSource,
  tools: EventTools,
): AnyEvent => {
  const event = new (makerFor(naming))(raw)
  event.self_id = selfId
  normalizeFields(event, naming.lineage)
  event.name = naming.name
  attach(event, new Attached(id, raw, journal?.redelivered ?? false, missed, tools))
  freezeFields(event)
  return event as unknown as AnyEvent
}
