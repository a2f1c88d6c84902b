/** The name of an event and the names that its handlers may be registered under, most specific first. */
export interface EventNaming {
  /** `message.group`, `notice.notify.poke` */
  readonly name: string
  /** `message.group.normal → message.group → message → *` */
  readonly lineage: readonly string[]
}

/** The wire field that says which kind of a `post_type` an event is. */
const kindField: Readonly<Record<string, string>> = {
  message: 'message_type',
  message_sent: 'message_type',
  notice: 'notice_type',
  request: 'request_type',
  meta_event: 'meta_event_type',
}

/** For handlers of every event. Own messages are no part of it: a catch-all must not answer itself. */
export const anyEvent = '*'

/** The name of what carries no usable `post_type`. */
export const unknownEvent = 'unknown'

const word = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w-]+$/.test(value) ? value : undefined

/** Lagrange reports own messages as `message`; everybody else as `message_sent`. */
const isOwnMessage = (event: Readonly<Record<string, unknown>>): boolean =>
  event.post_type === 'message_sent' ||
  (event.post_type === 'message' &&
    event.user_id !== undefined &&
    String(event.user_id) === String(event.self_id))

/** Unknown types get a name of their own, made of the same fields. */
export const nameEvent = (event: Readonly<Record<string, unknown>>): EventNaming => {
  const own = isOwnMessage(event)
  const post = own ? 'message_sent' : (word(event.post_type) ?? unknownEvent)
  const kind = word(event[kindField[post] ?? ''])
  const sub = word(event.sub_type)
  const names = [post]
  if (kind !== undefined) names.unshift(`${post}.${kind}`)
  const named = names[0] ?? post
  if (kind !== undefined && sub !== undefined) names.unshift(`${named}.${sub}`)
  // A `notify` is a family: what happened is in its sub_type.
  const name = kind === 'notify' && post === 'notice' ? (names[0] ?? named) : named
  return { name, lineage: own ? names : [...names, anyEvent] }
}
