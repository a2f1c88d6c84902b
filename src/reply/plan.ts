import { text } from '../protocol/build-segment.js'
import { toId } from '../protocol/ids.js'
import { type Host, implementationTitles } from '../protocol/implementation.js'
import { holdsLocalFile } from '../protocol/local-file.js'
import type { AnySegment } from '../protocol/message.js'
import {
  type Answerable,
  quickActionFields,
  type WireField,
  type WireQuickAction,
} from '../protocol/quick-action.js'
import { executes, ignorersOf, readings } from './implementations.js'
import {
  type AnsweredEvent,
  anonymousFlagOf,
  callFor,
  type Lead,
  messageIdOf,
  type PlannedCall,
  replyCall,
  wholeReply,
} from './planned-call.js'
import { toQuickAction } from './quick-action.js'

/** What becomes of the answers to one event. */
export interface Plan {
  /** Rides on the response; `undefined`: there is nothing to do. */
  readonly response: WireQuickAction | undefined
  /** In the order in which they are made. */
  readonly calls: readonly PlannedCall[]
  /** One sentence for each part of an answer that takes no effect. */
  readonly warnings: readonly string[]
  /** What takes effect in another way than the bot chose. */
  readonly notes: readonly string[]
  /** What was decided so far, for the answers that come later. */
  readonly decided: Decided
}

export type Decided = { readonly [Field in Decision]?: boolean }

export interface PlanOptions {
  /** Whether a reply in a group quotes the message. In private nothing is quoted. */
  readonly quote: boolean
  /** Whether the API has answered before; matters as long as nobody knows the implementation. Default true. */
  readonly isClientProven?: boolean
  /** Nothing can ride any more. */
  readonly responseGone?: boolean
  /** What earlier answers have decided: it stays. */
  readonly decided?: Decided
}

type Decision = Exclude<Lead, 'reply'>

/** The fields that decide something, each with those that say how. */
const hows = {
  delete: [],
  kick: [],
  ban: ['ban_duration'],
  approve: ['remark', 'reason'],
} as const satisfies Record<Decision, readonly WireField[]>

const decisions = Object.keys(hows) as Decision[]

/** Where a part of an answer can go. */
interface Ways {
  readonly event: AnsweredEvent
  readonly host: Host | undefined
  readonly hasClient: boolean
  readonly isClientProven: boolean
  readonly quote: boolean
  /** What the response can carry; `undefined`: nothing. */
  readonly kind: Answerable | undefined
  readonly responseGone: boolean
}

/** What becomes of one part of an answer. */
interface Part {
  readonly rides?: WireQuickAction
  readonly calls?: readonly PlannedCall[]
  readonly warnings?: readonly string[]
  readonly notes?: readonly string[]
}

const remedy = 'set "api" of its endpoint or of its entry in "accounts"'

const isAnswerable = (name: string): name is Answerable => Object.hasOwn(quickActionFields, name)

/**
 * All answers, the most specific first: what the implementation executes from a response rides on it, the rest
 * becomes calls. What to do is said by the first that says it, together with how. Pure.
 */
export const planAnswer = (
  event: AnsweredEvent,
  answers: readonly unknown[],
  host: Host | undefined,
  hasClient: boolean,
  { quote, responseGone = false, decided = {}, isClientProven = true }: PlanOptions,
): Plan => {
  const kind = isAnswerable(event.name) && !responseGone ? event.name : undefined
  const ways: Ways = { event, host, hasClient, isClientProven, quote, kind, responseGone }
  const checked = answers.map((answer) => toQuickAction(answer, event.name))
  // Most answers are a reply and nothing else.
  const orders = checked.filter(({ action }) => isOrder(action)).map(({ action }) => action)
  const settled = orders.length === 0 ? decided : { ...firstDecisions(orders), ...decided }
  const whole = new Whole(settled)
  for (const { complaints } of checked) whole.warn(complaints)
  let isFirst = true
  for (const { action } of checked) {
    if (action.reply === undefined) continue
    whole.add(planReply(action, isFirst, ways))
    isFirst = false
  }
  if (orders.length > 0) {
    whole.warn(unheard(orders, decided, settled))
    const parts = decisions.map((field) => (field in decided ? {} : planDecision(field, orders, ways)))
    for (const part of withoutIdleBan(parts)) whole.add(part)
  }
  return whole
}

/** Both in one list, the same one where there is nothing to add. */
const joined = <Item>(some: readonly Item[], more: readonly Item[]): readonly Item[] =>
  more.length === 0 ? some : some.length === 0 ? more : [...some, ...more]

const nothing: readonly never[] = []

/** A plan that grows by parts. */
class Whole implements Plan {
  response: WireQuickAction | undefined = undefined
  calls: readonly PlannedCall[] = nothing
  warnings: readonly string[] = nothing
  notes: readonly string[] = nothing
  readonly decided: Decided

  constructor(decided: Decided) {
    this.decided = decided
  }

  add({ rides, calls = nothing, warnings = nothing, notes = nothing }: Part): void {
    if (rides !== undefined && Object.keys(rides).length > 0)
      this.response = this.response === undefined ? rides : { ...this.response, ...rides }
    this.calls = joined(this.calls, calls)
    this.notes = joined(this.notes, notes)
    this.warn(warnings)
  }

  warn(warnings: readonly string[]): void {
    this.warnings = joined(this.warnings, warnings)
  }
}

const orderFields = Object.entries(hows).flat(2)

/** Whether an answer says more than what to reply. */
const isOrder = (action: WireQuickAction): boolean => {
  for (const field of orderFields) if (field in action) return true
  return false
}

/** Nobody can be muted who has been removed: the call would be refused, a field that rides is passed over. */
const withoutIdleBan = (parts: readonly Part[]): readonly Part[] => {
  const kick = parts[decisions.indexOf('kick')]
  if (kick?.calls === undefined) return parts
  return parts.map((part, index) => (index === decisions.indexOf('ban') ? { ...part, calls: [] } : part))
}

const firstDecisions = (actions: readonly WireQuickAction[]): Decided =>
  Object.fromEntries(
    decisions.flatMap((field) => {
      const first = actions.find((action) => action[field] !== undefined)
      return first === undefined ? [] : [[field, first[field]]]
    }),
  )

/** What the quick actions say that takes no effect: another word on the same thing, and how to do nothing. */
const unheard = (actions: readonly WireQuickAction[], before: Decided, settled: Decided): string[] =>
  decisions.flatMap((field) => {
    const speakers = actions.filter((action) => action[field] !== undefined)
    const decider = field in before ? undefined : speakers[0]
    const agreeing = speakers.filter((action) => action !== decider && action[field] === settled[field])
    const others = speakers.filter((action) => action[field] !== settled[field]).length
    const silent = actions.filter((action) => action[field] === undefined)
    return [
      ...(others > 0
        ? [`"${field}" is that of the most specific handler, ${others} more take no effect`]
        : []),
      ...hows[field]
        .filter((how) =>
          agreeing.some((action) => action[how] !== undefined && action[how] !== decider?.[how]),
        )
        .map((how) => `"${how}" is that of the handler whose "${field}" counts, another takes no effect`),
      ...hows[field]
        .filter((how) => silent.some((action) => action[how] !== undefined))
        .map((how) => `"${how}" does nothing without "${field}"`),
    ]
  })

const planDecision = (field: Decision, actions: readonly WireQuickAction[], ways: Ways): Part => {
  const first = actions.find((action) => action[field] !== undefined)
  // To be told not to is the same as not to be told, apart from requests.
  if (first === undefined || (first[field] === false && field !== 'approve')) return {}
  const fields: readonly WireField[] = [field, ...hows[field]].filter((one) => first[one] !== undefined)
  const said: WireQuickAction = Object.fromEntries(fields.map((one) => [one, first[one]]))
  const { event, kind, host, hasClient } = ways
  const ignored = fields.filter((one) => !isExecuted(one, said, ways))
  if (kind !== undefined && ignored.length === 0) return { rides: said }
  const call = callFor(event, field, first)
  if (hasClient && call !== undefined) return { calls: [call] }
  if (hasClient) return { warnings: [`"${field}" cannot be called: the event does not say for what`] }
  if (kind === undefined) return { warnings: fields.map((one) => lost(one, ways)) }
  // Read as half an hour, a ban of 0 seconds would do the opposite of what it says.
  if (said.ban_duration === 0) return { warnings: fields.map((one) => lost(one, ways)) }
  // In case the table is older than the implementation: what it does not know it ignores.
  const warned = host === undefined ? ignored.filter((one) => ignorersOf(kind, one).length > 0) : ignored
  return { rides: said, warnings: warned.map((one) => lost(one, ways)) }
}

/** Whether whoever reads the response does what this field says, as far as is known. */
const isExecuted = (field: WireField, said: WireQuickAction, { kind, host }: Ways): boolean =>
  kind !== undefined &&
  host !== undefined &&
  executes(host, kind, field) &&
  (field !== 'ban_duration' || said.ban_duration !== 0 || readings[host.implementation].liftsBans)

/** Why a field takes no effect, and what helps. */
const lost = (field: WireField, { event, kind, host, responseGone }: Ways): string => {
  if (responseGone) {
    return `"${field}" takes no effect, the response has gone; raise "answerWithinMs", or ${remedy}`
  }
  if (kind === undefined) {
    return `"${field}" takes no effect: OneBot carries no answer to ${event.name} in a response; ${remedy}`
  }
  if (host === undefined) {
    const names = ignorersOf(kind, field).map((name) => implementationTitles[name])
    return `"${field}" leaves with the response, and takes no effect on ${names.join(' and ')}; ${remedy}`
  }
  const name = implementationTitles[host.implementation]
  return `"${field}" takes no effect: ${name} does not execute it from a response; ${remedy}`
}

const planReply = (action: WireQuickAction, isFirst: boolean, ways: Ways): Part => {
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
