import type { AnyEvent, EventOf, GroupMessage, MessageEvent } from '../protocol/event.js'

/** A message that somebody else sent, in a group or in private. */
export const isMessage = (event: AnyEvent): event is MessageEvent =>
  event.name === 'message.group' || event.name === 'message.private'

/** The same with own messages. */
export const isAnyMessage = (event: AnyEvent): event is EventOf<'message' | 'message_sent'> =>
  event.name === 'message_sent.group' || event.name === 'message_sent.private' || isMessage(event)

export const isGroupMessage = (event: AnyEvent): event is GroupMessage => event.name === 'message.group'
