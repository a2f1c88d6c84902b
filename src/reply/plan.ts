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
  const actions = checked.map(({ action }) => action)
  const orders = actions.filter(isOrder)
  const settled = orders.length === 0 ? decided : { ...firstDecisions(orders), ...decided }
  const whole = new Whole(settled)
  for (const { complaints } of checked) whole.add({ warnings: complaints })
  let isFirst = true
  for (const action of actions) {
    if (action.reply === undefined) continue
    whole.add(planReply(action, isFirst, ways))
    isFirst = false
  }
  // Most answers are a reply and nothing else.
  if (orders.length > 0) {
    whole.add({ warnings: unheard(orders, decided, settled) })
    const parts = decisions.map((field) => (field in decided ? {} : planDecision(field, orders, ways)))
    for (const part of withoutIdleBan(parts)) whole.add(part)
  }
  return whole
}

/** A plan that grows by parts. */
class Whole implements Plan {
  response: WireQuickAction | undefined
  readonly calls: PlannedCall[] = []
  readonly warnings: string[] = []
  readonly notes: string[] = []
  readonly decided: Decided

  constructor(decided: Decided) {
    this.decided = decided
  }

  add({ rides, calls, warnings, notes }: Part): void {
    if (rides !== undefined && Object.keys(rides).length > 0)
      this.response = this.response === undefined ? rides : { ...this.response, ...rides }
    if (calls !== undefined) this.calls.push(...calls)
    if (warnings !== undefined) this.warnings.push(...warnings)
    if (notes !== undefined) this.notes.push(...notes)
  }
}

const orderFields = Object.entries(hows).flat(2)

/** Whether an answer says more than what to reply. */
const isOrder = (action: WireQuickAction): boolean => orderFields.some((field) => field in action)

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
  const { reply = [], at_sender } = action
  const segments = typeof reply === 'string' ? [text(reply)] : reply
  const inGroup = event.name === 'message.group'
  const anonymous = anonymousFlagOf(event) !== undefined
  const mentions = at_sender === true && inGroup && !anonymous && !mentionsSender(event, segments)
  const ownQuote = segments.some(({ type }) => type === 'reply')
  const quotes = ways.quote && inGroup && !ownQuote && messageIdOf(event) !== undefined
  const warnings =
    at_sender === true && anonymous ? ['"at_sender" does nothing: the sender is anonymous'] : []
  const whole = wholeReply(event, { segments, quotes, mentions })
  const asWritten: WireQuickAction = {
    reply: mentions ? segments : reply,
    ...(mentions || at_sender === false ? { at_sender: mentions } : {}),
  }

  // A call can upload what is large; without one the response carries its bytes.
  if (hasClient && holdsLocalFile(segments)) return byCall(event, whole, warnings)
  const isWhole = host !== undefined && !loses(host, whole)
  if (isFirst && kind !== undefined && isWhole && isReplyExecuted(kind, host, mentions)) {
    const quotesItself = isReplyQuoted(kind, host)
    if (quotesItself === quotes) return { rides: asWritten, warnings }
    if (quotes) return { rides: { reply: whole }, warnings }
    if (!hasClient) return { rides: asWritten, warnings, notes: [quotedAnyway(host, ownQuote)] }
  }
  // A first reply to nobody knows whom: all but Lagrange read it, and perhaps nobody is there to be called.
  if (isFirst && kind !== undefined && host === undefined && hasClient && !ways.isClientProven) {
    return { rides: asWritten, warnings }
  }
  if (hasClient) return byCall(event, whole, warnings)
  if (!isFirst && kind !== undefined) return { warnings: [...warnings, secondReply] }
  if (kind === undefined) return { warnings: [...warnings, lost('reply', ways)] }
  return { rides: asWritten, warnings: host === undefined ? warnings : [...warnings, lost('reply', ways)] }
}

const byCall = (event: AnsweredEvent, whole: readonly AnySegment[], warnings: readonly string[]): Part => {
  const call = replyCall(event, whole)
  return call === undefined
    ? { warnings: [...warnings, '"reply" has no chat to go to'] }
    : { calls: [call], warnings }
}

const secondReply = `"reply" is that of the most specific handler: a response carries no other; ${remedy}`

const mentionsSender = ({ user_id }: AnsweredEvent, segments: readonly AnySegment[]): boolean =>
  segments.some(({ type, data }) => type === 'at' && toId(data.qq) === user_id)

const isReplyExecuted = (kind: Answerable, host: Host, mentions: boolean): boolean =>
  executes(host, kind, 'reply') && (!mentions || executes(host, kind, 'at_sender'))

/** Whether something of a message would be missing. */
const loses = ({ implementation }: Host, message: readonly AnySegment[]): boolean =>
  message.length > 1 && message.some(({ type }) => readings[implementation].sendsAlone.includes(type))

const isReplyQuoted = (kind: Answerable, { implementation }: Host): boolean =>
  (kind === 'message.group' || kind === 'message.private') && readings[implementation].quotes[kind]

const quotedAnyway = ({ implementation }: Host, ownQuote: boolean): string =>
  `${implementationTitles[implementation]} quotes the message ${ownQuote ? 'a second time ' : ''}by itself; ${remedy}, and it does not`
