import { type Id, isId } from './ids.js'

/** The fields of an event that say where it takes place. */
export interface Place {
  readonly self_id?: unknown
  readonly message_type?: unknown
  readonly user_id?: unknown
  readonly target_id?: unknown
  readonly peer_id?: unknown
  readonly group_id?: unknown
  readonly guild_id?: unknown
  readonly channel_id?: unknown
}

/** The person at the other end: of what the account did itself, the one it did it to. */
const peerOf = ({ self_id, user_id, target_id, peer_id }: Place): unknown =>
  user_id === self_id && isId(target_id) && target_id !== 0 ? target_id : (user_id ?? peer_id)

/** A group, or a person; with `group_id` one of that group who is no friend. */
export type Conversation =
  | { readonly group_id: Id; readonly user_id?: never }
  | { readonly user_id: Id; readonly group_id?: Id }

/** How to send a message to a place: an action and its parameters. */
export type Route =
  | { readonly action: 'send_group_msg'; readonly params: { readonly group_id: Id } }
  | { readonly action: 'send_private_msg'; readonly params: { readonly user_id: Id; readonly group_id?: Id } }
  | {
      readonly action: 'send_guild_channel_msg'
      readonly params: { readonly guild_id: Id; readonly channel_id: Id }
    }

/** Where a message to the place of an event goes; `undefined`: it takes place nowhere. */
export const routeTo = (place: Place): Route | undefined => {
  const { guild_id, channel_id, group_id } = place
  if (isId(guild_id) && isId(channel_id))
    return { action: 'send_guild_channel_msg', params: { guild_id, channel_id } }
  const isPrivate = place.message_type === 'private'
  if (isId(group_id) && !isPrivate) return { action: 'send_group_msg', params: { group_id } }
  const user_id = peerOf(place)
  if (!isId(user_id)) return undefined
  // Without its group, a temporary session is sent to nobody.
  return { action: 'send_private_msg', params: isId(group_id) ? { user_id, group_id } : { user_id } }
}

/**
 * A key of the conversation: `'10001:group:456'`. One person is one conversation, by whatever group it came.
 * `selfId`: the account, where the place may write it in another way.
 */
export const chatKey = (place: Place, selfId = place.self_id): string => {
  const route = routeTo(place)
  switch (route?.action) {
    case 'send_guild_channel_msg':
      return `${selfId}:channel:${route.params.guild_id}:${route.params.channel_id}`
    case 'send_group_msg':
      return `${selfId}:group:${route.params.group_id}`
    case 'send_private_msg':
      return `${selfId}:user:${route.params.user_id}`
    default:
      return String(selfId)
  }
}
