import { text } from '../protocol/build-segment.js'
import type { WireQuickAction } from '../protocol/quick-action.js'
import { toQuickAction } from './quick-action.js'

/** What becomes of the answers to one event. */
export interface Plan {
  /** Rides on the response; `undefined`: there is nothing to do. */
  readonly response: WireQuickAction | undefined
  /** One sentence for each part of an answer that takes no effect. */
  readonly complaints: readonly string[]
}

const idleUnlessTrue = ['delete', 'kick', 'ban'] as const

/**
 * All answers, the most specific first, as one quick action: a field belongs to the first that sets it.
 * Pure. The parts that no response can carry will become calls here.
 */
export const planAnswer = (eventName: string, answers: readonly unknown[]): Plan => {
  const checked = answers.map((answer) => toQuickAction(answer, eventName))
  const complaints = checked.flatMap((one) => one.complaints)
  const replies = checked.filter(({ action }) => action.reply !== undefined).length
  if (replies > 1) complaints.push(`a response carries one reply, ${replies - 1} more take no effect`)
  const action: WireQuickAction = Object.assign({}, ...checked.map((one) => one.action).reverse())
  for (const field of idleUnlessTrue) if (action[field] !== true) delete action[field]
  if (action.ban_duration !== undefined && action.ban === undefined) {
    complaints.push('"ban_duration" does nothing without "ban: true"')
    delete action.ban_duration
  }
  if (action.reply === undefined) delete action.at_sender
  // go-cqhttp puts the mention in front of a string without escaping it.
  if (action.at_sender === true && typeof action.reply === 'string') action.reply = [text(action.reply)]
  return { response: Object.keys(action).length === 0 ? undefined : inOrder(action), complaints }
}

const order = [
  'reply',
  'at_sender',
  'delete',
  'kick',
  'ban',
  'ban_duration',
  'approve',
  'remark',
  'reason',
] as const

const inOrder = (action: WireQuickAction): WireQuickAction =>
  Object.fromEntries(order.filter((field) => field in action).map((field) => [field, action[field]]))
