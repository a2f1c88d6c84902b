import { text } from '../protocol/build-segment.js'
import { toId } from '../protocol/ids.js'
import { type Host, implementationTitles } from '../protocol/implementation.js'
import { holdsLocalFile } from '../protocol/local-file.js'
import type { AnySegment } from '../protocol/message.js'
import type { Answerable, WireQuickAction } from '../protocol/quick-action.js'
import { executes, readings } from './implementations.js'
import { lost, nothing, type Part, remedy, type Ways } from './part.js'
import { type AnsweredEvent, anonymousFlagOf, messageIdOf, replyCall, wholeReply } from './planned-call.js'

/** The reply of one answer. `isFirst`: no other rides. */
export const planReply = (action: WireQuickAction, isFirst: boolean, ways: Ways): Part => {
  const { event, kind, host, hasClient } = ways
  const { reply = nothing, at_sender } = action
  const inGroup = event.name === 'message.group'
  const isAnonymous = at_sender === true && anonymousFlagOf(event) !== undefined
  const mentions = at_sender === true && inGroup && !isAnonymous && !mentionsSender(event, reply)
  const ownQuote = typeof reply !== 'string' && reply.some(({ type }) => type === 'reply')
  const quotes = ways.quote && inGroup && !ownQuote && messageIdOf(event) !== undefined
  const warnings = isAnonymous ? ['"at_sender" does nothing: the sender is anonymous'] : nothing
  const message: ReplyMessage = { reply, quotes, mentions }

  // A call can upload what is large; without one the response carries its bytes.
  if (hasClient && holdsLocalFile(reply)) return byCall(event, message, warnings)
  const isWhole = host !== undefined && !loses(host, event, message)
  if (isFirst && kind !== undefined && isWhole && isReplyExecuted(kind, host, mentions)) {
    const quotesItself = isReplyQuoted(kind, host)
    if (quotesItself === quotes) return { rides: asWritten(message, at_sender), warnings }
    if (quotes) return { rides: { reply: wholeOf(event, message) }, warnings }
    if (!hasClient) {
      return { rides: asWritten(message, at_sender), warnings, notes: [quotedAnyway(host, ownQuote)] }
    }
  }
  // A first reply to nobody knows whom: all but Lagrange read it, and perhaps nobody is there to be called.
  if (isFirst && kind !== undefined && host === undefined && hasClient && !ways.isClientProven) {
    return { rides: asWritten(message, at_sender), warnings }
  }
  if (hasClient) return byCall(event, message, warnings)
  if (!isFirst && kind !== undefined) return { warnings: [...warnings, secondReply] }
  if (kind === undefined) return { warnings: [...warnings, lost('reply', ways)] }
  return {
    rides: asWritten(message, at_sender),
    warnings: host === undefined ? warnings : [...warnings, lost('reply', ways)],
  }
}

/** A reply and what comes before it. */
interface ReplyMessage {
  readonly reply: string | readonly AnySegment[]
  readonly quotes: boolean
  readonly mentions: boolean
}

const segmentsOf = (reply: ReplyMessage['reply']): readonly AnySegment[] =>
  typeof reply === 'string' ? [text(reply)] : reply

const wholeOf = (event: AnsweredEvent, { reply, quotes, mentions }: ReplyMessage): readonly AnySegment[] =>
  wholeReply(event, { segments: segmentsOf(reply), quotes, mentions })

/** As the handler has said it: the implementation puts before it what comes before it. */
const asWritten = (
  { reply, mentions }: ReplyMessage,
  at_sender: WireQuickAction['at_sender'],
): WireQuickAction => {
  if (mentions) return { reply: segmentsOf(reply), at_sender: true }
  return at_sender === false ? { reply, at_sender } : { reply }
}

const byCall = (event: AnsweredEvent, message: ReplyMessage, warnings: readonly string[]): Part => {
  const call = replyCall(event, wholeOf(event, message))
  return call === undefined
    ? { warnings: [...warnings, '"reply" has no chat to go to'] }
    : { calls: [call], warnings }
}

const secondReply = `"reply" is that of the most specific handler: a response carries no other; ${remedy}`

const mentionsSender = ({ user_id }: AnsweredEvent, reply: ReplyMessage['reply']): boolean =>
  typeof reply !== 'string' && reply.some(({ type, data }) => type === 'at' && toId(data.qq) === user_id)

const isReplyExecuted = (kind: Answerable, host: Host, mentions: boolean): boolean =>
  executes(host, kind, 'reply') && (!mentions || executes(host, kind, 'at_sender'))

/** Whether something of a message would be missing. */
const loses = ({ implementation }: Host, event: AnsweredEvent, message: ReplyMessage): boolean => {
  const { sendsAlone } = readings[implementation]
  if (sendsAlone.length === 0) return false
  const whole = wholeOf(event, message)
  return whole.length > 1 && whole.some(({ type }) => sendsAlone.includes(type))
}

const isReplyQuoted = (kind: Answerable, { implementation }: Host): boolean =>
  (kind === 'message.group' || kind === 'message.private') && readings[implementation].quotes[kind]

const quotedAnyway = ({ implementation }: Host, ownQuote: boolean): string =>
  `${implementationTitles[implementation]} quotes the message ${ownQuote ? 'a second time ' : ''}by itself; ${remedy}, and it does not`
