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

/** Field names that a body cannot use: what it wrote there stays in `raw`. */
const takenBy = (kind: HelperKind): ReadonlySet<string> =>
  new Set(['__proto__', ...Object.getOwnPropertyNames(helpers[kind])])
const taken = { every: takenBy('every'), inChat: takenBy('inChat'), message: takenBy('message') }

/** By what a name has been given once: names come from outside, and are forgotten with it. */
const known = new WeakMap<EventNaming, HelperKind>()

const kindFor = (naming: EventNaming): HelperKind => {
  const found = known.get(naming)
  if (found !== undefined) return found
  const kind = kindOf(naming.name)
  known.set(naming, kind)
  return kind
}

/** The event that handlers receive: the fields of the body under one shape, and the tools to answer it. */
export const createEvent = (
  { id, raw, selfId, naming, journal, missed = false }: Delivery,
  tools: EventTools,
): AnyEvent => {
  const kind = kindFor(naming)
  const event: Record<string, unknown> = { __proto__: helpers[kind], ...raw, self_id: selfId }
  for (const field in raw) if (taken[kind].has(field)) delete event[field]
  normalizeFields(event, naming.lineage)
  event.name = naming.name
  attach(event, new Attached(id, raw, journal?.redelivered ?? false, missed, tools))
  freezeFields(event)
  return event as unknown as AnyEvent
}
