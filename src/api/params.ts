import type { UnknownParams } from '../protocol/action.js'
import { type ActionRow, actions } from '../protocol/action-map.js'
import { isReply, toSentMessage } from '../protocol/sent-message.js'

const rows: ReadonlyMap<string, ActionRow> = new Map(Object.entries(actions))

/** A row holds for `send_msg_async` and `send_msg_rate_limited` too: they are the same action. */
export const rowOf = (action: string): ActionRow | undefined =>
  rows.get(action) ?? rows.get(action.replace(/_(async|rate_limited)$/, ''))

/**
 * Parameters as they travel: messages as every implementation takes them, and what implementations understand
 * differently when it is missing is there. Those of an unknown action stay as they are.
 */
export const toWireParams = (action: string, params: UnknownParams): UnknownParams => {
  const { messages = [], explicit = {} } = rowOf(action) ?? {}
  const changed = [
    ...Object.entries(explicit).filter(([name]) => params[name] === undefined),
    ...messages.flatMap((name) => {
      const message = params[name]
      return isReply(message) ? [[name, toSentMessage(message)]] : []
    }),
  ]
  return changed.length === 0 ? params : { ...params, ...Object.fromEntries(changed) }
}

/** Whether the action changes nothing, so that it may be called again. */
export const isRead = (action: string): boolean => rowOf(action)?.read === true
