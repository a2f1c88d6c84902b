import { subTypeOf } from './event-name.js'
import { toDigits, toId } from './ids.js'
import { plainText, type Segment } from './message.js'
import { toSegments } from './normalize.js'

type Body = Readonly<Record<string, unknown>>

/** How fields of some events become the same for every sender. */
export interface Rule {
  /** Names and families; `*`: every event. */
  readonly of: readonly string[]
  readonly fields: readonly string[]
  /** What handlers get, in the words of docs/events.md. */
  readonly says: string
  /** The new value; `undefined`: the event is without the field. `event` is what the rules before made of it. */
  readonly to: (value: unknown, event: Body) => unknown
}

/** The group that NapCat names when it does not know the source of a temporary session. */
const napcatPlaceholder = 284840486

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const toNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value

const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value)

const orZero = (value: unknown): unknown => value ?? 0

/** Between these limits it is milliseconds: no clock says seconds of the year 5138 or later. */
const toSeconds = (value: unknown): unknown => {
  const time = toNumber(value)
  return typeof time === 'number' && time > 1e11 && time < 1e14 ? Math.floor(time / 1000) : time
}

/** The object, or a copy where some of its fields change; those that become `undefined` are left out. */
const changed = (
  object: Body,
  changes: readonly (readonly [string, (value: unknown) => unknown])[],
): Body => {
  let copy: Record<string, unknown> | undefined
  for (const [field, change] of changes) {
    const value = object[field]
    const made = change(value)
    if (made === value) continue
    copy ??= { ...object }
    put(copy, field, made)
  }
  return copy ?? object
}

/** An object that nothing was deleted from stays fast. */
const put = (object: Record<string, unknown>, field: string, value: unknown): void => {
  if (value !== undefined) object[field] = value
  else if (field in object) delete object[field]
}

const withoutZero = (value: unknown): unknown => (value === 0 ? undefined : value)

const roles: readonly unknown[] = ['owner', 'admin', 'member']

const senderChanges = [
  ['user_id', toId],
  ['nickname', (name: unknown) => name ?? ''],
  ['group_id', (id: unknown) => withoutZero(toId(id))],
  ['role', (role: unknown) => (roles.includes(role) ? role : undefined)],
  ['level', asText],
  ['age', toNumber],
] as const

const toSender = (value: unknown, { user_id }: Body): Body => {
  const sender = changed(isObject(value) ? value : {}, senderChanges)
  return sender.user_id === undefined || sender.user_id === null
    ? { ...sender, user_id: toId(user_id) }
    : sender
}

const fileChanges = [
  ['size', toNumber],
  ['busid', toNumber],
  ['expire', toNumber],
] as const

const toFile = (value: unknown): unknown => (isObject(value) ? changed(value, fileChanges) : value)

interface Like {
  readonly emoji_id: unknown
  readonly count: unknown
}

const toLikes = (value: unknown): readonly Like[] =>
  (Array.isArray(value) ? value : [])
    .filter(isObject)
    .map(({ emoji_id, count, ...rest }) => ({ ...rest, emoji_id: asText(emoji_id), count: toNumber(count) }))

const sourceOf = (value: unknown, { sender }: Body): unknown => {
  const group = value ?? (isObject(sender) ? sender.group_id : undefined)
  return group === napcatPlaceholder ? undefined : group
}

/** In private chats NapCat names the friend in `user_id` and the one who did it in `sender_id`. */
const pokedBy = (value: unknown, { group_id, sender_id, operator_id }: Body): unknown =>
  (group_id === undefined ? sender_id : undefined) ?? value ?? operator_id

const sessions = ['message.private', 'message_sent.private'] as const
const guildMessages = ['message.guild', 'message_sent.guild'] as const
const messages = ['message', 'message_sent', ...guildMessages] as const
const guildNotices = [
  'notice.guild_channel_recall',
  'notice.message_reactions_updated',
  'notice.channel_created',
  'notice.channel_updated',
  'notice.channel_destroyed',
] as const

/**
 * Everything that is made the same. For one event the rules of `*` go first, then those of its families, then
 * those of its name; among themselves they keep the order of the table.
 */
export const rules: readonly Rule[] = [
  {
    of: ['*'],
    fields: [
      'user_id',
      'group_id',
      'message_id',
      'message_seq',
      'real_id',
      'target_id',
      'operator_id',
      'sender_id',
      'invitor_id',
      'peer_id',
    ],
    says: 'a number; digits where a number would not be exact',
    to: toId,
  },
  {
    of: ['*'],
    fields: ['group_id', 'invitor_id'],
    says: 'missing where the sender writes 0 for nothing',
    to: withoutZero,
  },
  { of: ['*'], fields: ['time'], says: 'seconds, also where NapCat writes milliseconds', to: toSeconds },
  {
    of: ['message_sent', 'message_sent.guild'],
    fields: ['post_type'],
    says: '`message_sent`, also where Lagrange writes `message`',
    to: () => 'message_sent',
  },
  {
    of: messages,
    fields: ['message'],
    says: 'segments, also where the sender writes a CQ string or one segment',
    to: toSegments,
  },
  {
    of: messages,
    fields: ['text'],
    says: 'the plain text of the segments',
    // By the rule before, it is segments.
    to: (_, { message }) => plainText(message as readonly Segment[]),
  },
  {
    of: messages,
    fields: ['sender'],
    says: 'always there; ids as above, `level` a string, `role` missing unless it is owner, admin or member',
    to: toSender,
  },
  {
    of: sessions,
    fields: ['group_id'],
    says: "the source of a temporary session, also where it is in `sender`; missing for NapCat's 284840486, which means unknown",
    to: sourceOf,
  },
  {
    of: sessions,
    fields: ['sub_type'],
    says: '`group` for a temporary session, also where Shamrock writes `friend`',
    to: (value, event) => subTypeOf(event) ?? value,
  },
  {
    of: ['message.group', 'message_sent.group'],
    fields: ['anonymous', 'message_style'],
    says: 'missing where the sender writes `null`',
    to: (value) => value ?? undefined,
  },
  {
    of: guildMessages,
    fields: ['guild_id', 'channel_id', 'user_id', 'message_id', 'self_tiny_id'],
    says: 'always digits',
    to: toDigits,
  },
  {
    of: guildMessages,
    fields: ['sender'],
    says: '`user_id` as digits, from `tiny_id` where that is exact',
    to: (value, { user_id }) =>
      isObject(value) ? { ...value, user_id: toDigits(value.tiny_id ?? user_id) } : value,
  },
  {
    of: ['notice.group_upload', 'notice.offline_file'],
    fields: ['file'],
    says: '`size` and `busid` are numbers',
    to: toFile,
  },
  {
    of: ['notice.private_upload'],
    fields: ['file'],
    says: 'what Shamrock writes as `private_file`',
    to: (_, { private_file }) => toFile(private_file),
  },
  {
    of: ['notice.group_admin'],
    fields: ['sub_type'],
    says: '`unset`, also where Shamrock writes `un_set`',
    to: (value, event) => subTypeOf(event) ?? value,
  },
  {
    of: ['notice.group_decrease', 'notice.group_increase', 'notice.group_ban', 'notice.essence'],
    fields: ['operator_id'],
    says: '0 where the sender leaves it out',
    to: orZero,
  },
  {
    of: ['notice.group_dismiss'],
    fields: ['sub_type'],
    says: '`disband`, which is what LLOneBot means by the name',
    to: () => 'disband',
  },
  {
    of: ['notice.group_dismiss'],
    fields: ['operator_id'],
    says: 'the one that LLOneBot names in `user_id`',
    to: (_, { user_id }) => user_id,
  },
  {
    of: ['notice.group_ban'],
    fields: ['user_id'],
    says: '0 for the whole group, also where the sender leaves it out',
    to: orZero,
  },
  {
    of: ['notice.group_ban'],
    fields: ['wholeGroup'],
    says: 'whether `user_id` is 0',
    to: (_, { user_id }) => user_id === 0,
  },
  {
    of: ['notice.group_ban'],
    fields: ['duration'],
    says: '-1 while the whole group is muted, whatever the sender writes; 0 when a mute ends',
    to: (value, { wholeGroup, sub_type }) =>
      sub_type === 'lift_ban' ? 0 : wholeGroup === true ? -1 : (toNumber(value) ?? 0),
  },
  {
    of: ['notice.essence'],
    fields: ['user_id'],
    says: 'whose message it is, also where the sender has only `sender_id`',
    to: (value, { sender_id }) => value ?? sender_id,
  },
  {
    of: ['notice.group_msg_emoji_like'],
    fields: ['likes'],
    says: 'always a list; `emoji_id` a string, `count` a number',
    to: toLikes,
  },
  {
    of: ['notice.group_msg_emoji_like'],
    fields: ['is_add'],
    says: '`true` where the sender leaves it out',
    to: (value) => value ?? true,
  },
  {
    of: ['notice.reaction'],
    fields: ['user_id'],
    says: 'the one that Lagrange names in `operator_id`',
    to: (_, { operator_id }) => operator_id,
  },
  {
    of: ['notice.reaction'],
    fields: ['likes'],
    says: "one entry of Lagrange's `code` and `count`",
    to: (_, { code, count }) => toLikes([{ emoji_id: code, count }]),
  },
  {
    of: ['notice.reaction'],
    fields: ['is_add'],
    says: '`false` where Lagrange writes `remove`',
    to: (_, { sub_type }) => sub_type !== 'remove',
  },
  {
    of: ['notice.notify.poke'],
    fields: ['user_id'],
    says: 'who nudged: in private chats `sender_id` where the sender has it, `operator_id` where it has nothing else',
    to: pokedBy,
  },
  {
    of: ['notice.group_name_change'],
    fields: ['name_new'],
    says: 'what Lagrange writes as `name`',
    to: (_, { name }) => name,
  },
  {
    of: ['notice.group_name_change'],
    fields: ['sub_type'],
    says: '`group_name`, as in the common event',
    to: () => 'group_name',
  },
  {
    of: ['notice.bot_offline'],
    fields: ['user_id'],
    says: 'the account, also where Lagrange leaves it out',
    to: (value, { self_id }) => value ?? self_id,
  },
  {
    of: guildNotices,
    fields: ['guild_id', 'channel_id', 'operator_id', 'message_id', 'self_tiny_id'],
    says: 'always digits',
    to: toDigits,
  },
  {
    of: guildNotices,
    fields: ['user_id'],
    says: '`operator_id`, because go-cqhttp writes a number that JSON rounds',
    to: (value, { operator_id }) => operator_id ?? toDigits(value),
  },
  {
    of: ['request'],
    fields: ['comment'],
    says: "`''` for nothing, also where Lagrange writes `null`",
    to: (value) => value ?? '',
  },
  { of: ['request'], fields: ['flag'], says: 'a string', to: asText },
]

const rulesOf = new Map<string, Rule[]>()
for (const rule of rules) for (const name of rule.of) rulesOf.set(name, [...(rulesOf.get(name) ?? []), rule])

interface Change {
  readonly field: string
  readonly to: Rule['to']
}

/** What is done to the events of one lineage, field by field, in order. */
const changesOf = (lineage: readonly string[]): readonly Change[] =>
  ['*', ...lineage.filter((each) => each !== '*').reverse()]
    .flatMap((name) => rulesOf.get(name) ?? [])
    .flatMap(({ fields, to }) => fields.map((field) => ({ field, to })))

/** Names come from outside: lineages that are remembered no longer than they are there. */
const known = new WeakMap<readonly string[], readonly Change[]>()

/** The fields of a body as handlers get them. Pure, in linear time, for any JSON object. */
export const normalizeEvent = (raw: Body, lineage: readonly string[]): Record<string, unknown> => {
  const event = { ...raw }
  normalizeFields(event, lineage)
  return event
}

/** The same in place. */
export const normalizeFields = (event: Record<string, unknown>, lineage: readonly string[]): void => {
  let changes = known.get(lineage)
  if (changes === undefined) {
    changes = changesOf(lineage)
    known.set(lineage, changes)
  }
  for (const { field, to } of changes) {
    const value = event[field]
    const made = to(value, event)
    // Most fields are as they should be, and to look is cheaper than to write.
    if (made !== value) put(event, field, made)
  }
}
