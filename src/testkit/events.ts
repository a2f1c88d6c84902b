import type { Dialect } from './dialect.js'
import type { World } from './world.js'
import type { Fields, Happening, Message, Request } from './world-types.js'

/** A message as it is posted, and as `get_msg` gives it. */
export const messageBody = (dialect: Dialect, world: World, message: Message): Fields => ({
  time: message.time,
  self_id: world.selfId,
  post_type: postType(dialect, world, message),
  ...(message.chat.group === undefined
    ? {
        message_type: 'private',
        sub_type: message.chat.via === undefined ? 'friend' : 'group',
        user_id: message.from,
      }
    : { message_type: 'group', sub_type: 'normal', group_id: message.chat.group, user_id: message.from }),
  message_id: message.id,
  ...dialect.message(message, world),
})

/** Lagrange has one word for what others write and what the account writes itself. */
const postType = ({ name }: Dialect, world: World, { from }: Message): string =>
  from === world.selfId && name !== 'lagrange' ? 'message_sent' : 'message'

const requestBody = (dialect: Dialect, request: Request): Fields => ({
  request_type: request.kind === 'friend' ? 'friend' : 'group',
  ...(request.kind !== 'friend' && { sub_type: request.kind, group_id: request.group }),
  user_id: request.user,
  comment: request.comment,
  flag: request.flag,
  ...dialect.request(request),
})

/** The event that an implementation makes of what happened. */
export const eventOf = (dialect: Dialect, world: World, happening: Happening): Fields => {
  const common = { time: world.seconds, self_id: world.selfId }
  switch (happening.kind) {
    case 'message':
      return messageBody(dialect, world, happening.message)
    case 'request':
      return { ...common, post_type: 'request', ...requestBody(dialect, happening.request) }
    case 'notice':
      return { ...common, post_type: 'notice', ...happening.fields }
  }
}
