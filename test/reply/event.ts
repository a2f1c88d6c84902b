import type { AnsweredEvent } from '../../src/reply/planned-call.js'

const kinds = {
  'message.private': { message_type: 'private', sub_type: 'friend', user_id: 42, message_id: -7 },
  'message.group': { message_type: 'group', sub_type: 'normal', group_id: 9, user_id: 42, message_id: -7 },
  'request.friend': { user_id: 42, flag: '170000' },
  'request.group': { user_id: 42, group_id: 9, sub_type: 'add', flag: '170000' },
  'notice.group_increase': { user_id: 42, group_id: 9 },
  'notice.friend_add': { user_id: 42 },
  'message_sent.group': { message_type: 'group', group_id: 9, user_id: 1, message_id: -7 },
  'message.guild': { message_type: 'guild', guild_id: '5', channel_id: '6', user_id: '42', message_id: 'a' },
} as const

export type EventKind = keyof typeof kinds
export const eventKinds = Object.keys(kinds) as EventKind[]

/** What an answer needs of an event of this name. */
export const answered = (name: EventKind, changes: object = {}): AnsweredEvent => ({
  self_id: 1,
  name,
  ...kinds[name],
  ...changes,
})
