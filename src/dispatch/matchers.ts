import type { AnyEvent } from '../protocol/event.js'
import type { SegmentMap } from '../protocol/message.js'
import type { Picture } from '../protocol/read-message.js'
import { isAnyMessage, isGroupMessage } from './is-message.js'
import type { Matcher } from './matcher.js'

/** What is known of an event in a group: a private message is none, even that of a temporary session. */
export interface InGroup {
  readonly group_id: number
  readonly message_type?: 'group'
}

const groupOf = (event: AnyEvent): unknown =>
  'group_id' in event && !('message_type' in event && event.message_type === 'private')
    ? event.group_id
    : undefined

const noMessage = 'it is no message'

/** In one of these groups; without numbers: in any group. */
export const fromGroup = (...groupIds: readonly number[]): Matcher<InGroup> => {
  const wanted = new Set<unknown>(groupIds)
  return {
    name: `fromGroup(${groupIds.join(', ')})`,
    check(event) {
      const group = groupOf(event)
      if (typeof group !== 'number') return 'it is in no group'
      return wanted.size === 0 || wanted.has(group) || `it is in group ${group}`
    },
  }
}

/** By one of these users. */
export const fromUser = (...userIds: readonly number[]): Matcher<{ readonly user_id: number }> => {
  const wanted = new Set<unknown>(userIds)
  return {
    name: `fromUser(${userIds.join(', ')})`,
    check(event) {
      if (!('user_id' in event)) return 'it is by nobody'
      return wanted.has(event.user_id) || `it is by ${event.user_id}`
    },
  }
}

const isRole = <Role extends 'owner' | 'admin'>(
  name: string,
  ...roles: readonly Role[]
): Matcher<InGroup & { readonly sender: { readonly role: Role } }> => ({
  name,
  check(event) {
    if (!isGroupMessage(event)) return 'it is no message in a group'
    const { role } = event.sender
    return roles.some((wanted) => wanted === role) || `the sender is ${role ?? 'of an unknown role'}`
  },
})

/** By an administrator or the owner of the group. Superusers are none by themselves. */
export const isAdmin = isRole('isAdmin', 'admin', 'owner')

/** By the owner of the group. */
export const isOwner = isRole('isOwner', 'owner')

/** By one of the `superusers` of the bot. */
export const isSuperuser: Matcher<{ readonly user_id: number }> = {
  name: 'isSuperuser',
  check(event, { superusers }) {
    if (!('user_id' in event)) return 'it is by nobody'
    return superusers.has(Number(event.user_id)) || `${event.user_id} is no superuser`
  },
}

/** A message for the account: in private, with a mention of it, or quoting it. */
export const toMe: Matcher = {
  name: 'toMe',
  check(event) {
    if (!isAnyMessage(event)) return noMessage
    return event.isToMe || 'it does not mention the account'
  },
}

/** What is known of a message with such a segment, besides that it is there. */
interface Found {
  image: { readonly images: readonly [Picture, ...Picture[]] }
  at: { readonly mentions: readonly [number | string, ...(number | string)[]] }
  reply: { readonly quoted: number | string }
}

type FoundOf<Type> = Type extends keyof Found ? Found[Type] : unknown

/** With at least one segment of this type: `has('image')`, `has('reply')`. */
export const has = <Type extends keyof SegmentMap>(type: Type): Matcher<FoundOf<Type>> => ({
  name: `has('${type}')`,
  check(event) {
    if (!isAnyMessage(event)) return noMessage
    const isThere =
      type === 'reply'
        ? event.quoted !== undefined
        : type === 'at'
          ? event.mentions.length > 0
          : event.message.some((segment) => segment.type === type)
    return isThere || `it has no ${type}`
  },
})

/** With one of these words in its text, wherever. */
export const keyword = (...words: readonly string[]): Matcher => ({
  name: `keyword(${words.map((word) => `'${word}'`).join(', ')})`,
  check(event) {
    if (!isAnyMessage(event)) return noMessage
    return words.some((word) => event.text.includes(word)) || `its text has none of ${words.join(', ')}`
  },
})
