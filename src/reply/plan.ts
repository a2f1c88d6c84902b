import type { Host } from '../protocol/implementation.js'
import {
  type Answerable,
  quickActionFields,
  type WireField,
  type WireQuickAction,
} from '../protocol/quick-action.js'
import { executes, ignorersOf, readings } from './implementations.js'
import { lost, nothing, type Part, type Ways } from './part.js'
import { planReply } from './plan-reply.js'
import { type AnsweredEvent, callFor, type Lead, type PlannedCall } from './planned-call.js'
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
