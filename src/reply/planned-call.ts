import { at, reply as quotation } from '../protocol/build-segment.js'
import { type Place, routeTo } from '../protocol/chat.js'
import { type Id, isId } from '../protocol/ids.js'
import type { AnySegment } from '../protocol/message.js'
import type { WireQuickAction } from '../protocol/quick-action.js'

/** The fields that say what to do, in the order in which it is done. */
export type Lead = 'reply' | 'delete' | 'kick' | 'ban' | 'approve'

/** A call in the place of a field of a response. */
export interface PlannedCall {
  readonly field: Lead
  readonly action: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The fields of an event that its answers need. They come from outside. */
export interface AnsweredEvent extends Place {
  readonly name: string
  readonly message_id?: unknown
  readonly flag?: unknown
  readonly sub_type?: unknown
  readonly anonymous?: unknown
}

/** The default of OneBot; a ban without a duration lifts the ban on NapCat and Lagrange. */
const defaultBanSeconds = 1800

/** The `message_id` that an action can name; go-cqhttp writes -1 for a message that it could not store. */
export const messageIdOf = ({ message_id }: AnsweredEvent): Id | undefined =>
  isId(message_id) && message_id !== -1 ? message_id : undefined

/** What names an anonymous sender, who has no number of their own. */
export const anonymousFlagOf = ({ anonymous }: AnsweredEvent): string | undefined =>
  typeof anonymous === 'object' &&
  anonymous !== null &&
  'flag' in anonymous &&
  typeof anonymous.flag === 'string'
    ? anonymous.flag
    : undefined

export interface ReplyParts {
  readonly segments: readonly AnySegment[]
  readonly quotes: boolean
  readonly mentions: boolean
}

/** The whole message: the quotation first, then the mention, as implementations put them. */
export const wholeReply = (
  event: AnsweredEvent,
  { segments, quotes, mentions }: ReplyParts,
): AnySegment[] => {
  const id = messageIdOf(event)
  return [
    ...(quotes && id !== undefined ? [quotation(id)] : []),
    ...(mentions && isId(event.user_id) ? [at(event.user_id)] : []),
    ...segments,
  ]
}

export const replyCall = (event: AnsweredEvent, message: readonly AnySegment[]): PlannedCall | undefined => {
  const route = routeTo(event)
  return route && { field: 'reply', action: route.action, params: { ...route.params, message } }
}

/** What a field other than `reply` is as a call; `undefined`: the event lacks what the call needs. */
export const callFor = (
  event: AnsweredEvent,
  field: Exclude<Lead, 'reply'>,
  action: WireQuickAction,
): PlannedCall | undefined => {
  switch (field) {
    case 'delete': {
      const message_id = messageIdOf(event)
      return message_id === undefined ? undefined : { field, action: 'delete_msg', params: { message_id } }
    }
    case 'kick':
      return kickCall(event)
    case 'ban':
      return banCall(event, action.ban_duration ?? defaultBanSeconds)
    case 'approve':
      return approvalCall(event, action)
  }
}

const kickCall = (event: AnsweredEvent): PlannedCall | undefined => {
  const { group_id, user_id } = event
  if (!isId(group_id) || !isId(user_id) || anonymousFlagOf(event) !== undefined) return undefined
  return { field: 'kick', action: 'set_group_kick', params: { group_id, user_id, reject_add_request: false } }
}

const banCall = (event: AnsweredEvent, duration: number): PlannedCall | undefined => {
  const { group_id, user_id } = event
  if (!isId(group_id) || !isId(user_id)) return undefined
  const anonymous_flag = anonymousFlagOf(event)
  return anonymous_flag === undefined
    ? { field: 'ban', action: 'set_group_ban', params: { group_id, user_id, duration } }
    : { field: 'ban', action: 'set_group_anonymous_ban', params: { group_id, anonymous_flag, duration } }
}

const approvalCall = (event: AnsweredEvent, action: WireQuickAction): PlannedCall | undefined => {
  if (!isId(event.flag)) return undefined
  const { approve, remark = '', reason = '' } = action
  // It may have more digits than a number holds.
  const flag = String(event.flag)
  return event.name === 'request.friend'
    ? { field: 'approve', action: 'set_friend_add_request', params: { flag, approve, remark } }
    : {
        field: 'approve',
        action: 'set_group_add_request',
        params: { flag, sub_type: event.sub_type, approve, reason },
      }
}
