import type { EventMap } from './event.js'

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

interface Common {
  readonly name: keyof EventMap
  /** The sub type that the own word stands for. */
  readonly sub?: string
}

/**
 * One sender's own word for what the others have a common one for. The event gets the common name and shape,
 * and reaches the handlers of both.
 */
export const commonNames = {
  'notice.reaction': { name: 'notice.group_msg_emoji_like' },
  'notice.group_name_change': { name: 'notice.notify.group_name', sub: 'group_name' },
  'notice.group_dismiss': { name: 'notice.group_decrease', sub: 'disband' },
  'notice.private_upload': { name: 'notice.offline_file' },
} as const satisfies Partial<Record<keyof EventMap, Common>>

const commons: ReadonlyMap<string, Common> = new Map(Object.entries(commonNames))

type Body = Readonly<Record<string, unknown>>

/** A part of a name. Shamrock once wrote `'friend '`; what is longer than any name is none. */
const word = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 64 && /^[\w-]+$/.test(value.trim()) ? value.trim() : undefined

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

const same = (one: unknown, other: unknown): boolean =>
  isScalar(one) && isScalar(other) && String(one) === String(other)

/** Lagrange reports own messages as `message`; everybody else as `message_sent`. */
const isOwnMessage = ({ post_type, user_id, self_id, self_tiny_id }: Body): boolean =>
  post_type === 'message_sent' ||
  (post_type === 'message' && (same(user_id, self_id) || same(user_id, self_tiny_id)))

const isGroup = (id: unknown): boolean => isScalar(id) && Number(id) > 0

/** What `sub_type` means, whoever wrote it. */
export const subTypeOf = (event: Body): string | undefined => {
  const sub = word(event.sub_type)
  // Shamrock calls a temporary session `friend`, but names its group.
  if (sub === 'friend' && event.message_type === 'private' && isGroup(event.group_id)) return 'group'
  return sub === 'un_set' ? 'unset' : (sub ?? commons.get(`notice.${word(event.notice_type)}`)?.sub)
}

/** `notice.group_ban.ban → notice.group_ban → notice` */
const namesAbove = (name: string, sub: string | undefined): string[] => {
  const names = sub === undefined || name.endsWith(`.${sub}`) ? [] : [`${name}.${sub}`]
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) names.push(name.slice(0, end))
  return names
}

/** Unknown types get a name of their own, made of the same fields. */
export const nameEvent = (event: Body): EventNaming => {
  const own = isOwnMessage(event)
  const post = own ? 'message_sent' : (word(event.post_type) ?? unknownEvent)
  const kind = word(event[kindField[post] ?? ''])
  const sub = kind === undefined ? undefined : subTypeOf(event)
  // A `notify` is a family: what happened is in its sub_type.
  const isNotify = post === 'notice' && kind === 'notify' && sub !== undefined
  const written = `${post}${kind === undefined ? '' : `.${kind}`}${isNotify ? `.${sub}` : ''}`
  const key = `${own} ${written} ${sub}`
  const named = known.get(key)
  if (named !== undefined) return named
  const naming = namingOf(own, post, written, sub)
  if (known.size < maxKnown) known.set(key, naming)
  return naming
}

/** Made once, so that what depends on a name alone can be found by it. Names come from outside. */
const known = new Map<string, EventNaming>()
const maxKnown = 1000

const namingOf = (own: boolean, post: string, written: string, sub: string | undefined): EventNaming => {
  const common = commons.get(written)
  const name = common?.name ?? written
  const above = namesAbove(name, sub)
  const lineage = [...namesAbove(written, sub).filter((each) => !above.includes(each)), ...above]
  // Ids of guilds are strings: what is made for `message` must not meet them.
  const alone =
    written === 'message.guild' || written === 'message_sent.guild'
      ? lineage.filter((each) => each !== post)
      : lineage
  return { name, lineage: own ? alone : [...alone, anyEvent] }
}

/** `message.group` is a `message`. */
export const familyOf = (name: string): string => {
  const end = name.indexOf('.')
  return end === -1 ? name : name.slice(0, end)
}
