import { text } from '../protocol/build-segment.js'
import type { WireField, WireQuickAction } from '../protocol/quick-action.js'
import { toQuickAction } from './quick-action.js'

/** What becomes of the answers to one event. */
export interface Plan {
  /** Rides on the response; `undefined`: there is nothing to do. */
  readonly response: WireQuickAction | undefined
  /** One sentence for each part of an answer that takes no effect. */
  readonly complaints: readonly string[]
}

/** The fields that say what to do, in the order of the response, each with those that say how. */
const leads = {
  reply: ['at_sender'],
  delete: [],
  kick: [],
  ban: ['ban_duration'],
  approve: ['remark', 'reason'],
} as const satisfies Partial<Record<WireField, readonly WireField[]>>

const leadNames = Object.keys(leads) as (keyof typeof leads)[]

/**
 * All answers, the most specific first, as one quick action: what to do is said by the first that says it,
 * together with how. Pure. The parts that no response can carry will become calls here.
 */
export const planAnswer = (eventName: string, answers: readonly unknown[]): Plan => {
  const checked = answers.map((answer) => toQuickAction(answer, eventName))
  const actions = checked.map(({ action }) => action)
  const response: Record<string, unknown> = {}
  for (const lead of leadNames) {
    const first = actions.find((action) => action[lead] !== undefined)
    // To be told not to is the same as not to be told, apart from requests.
    if (first === undefined || (first[lead] === false && lead !== 'approve')) continue
    for (const field of [lead, ...leads[lead]]) if (first[field] !== undefined) response[field] = first[field]
  }
  // go-cqhttp puts the mention in front of a string without escaping it.
  if (response.at_sender === true && typeof response.reply === 'string')
    response.reply = [text(response.reply)]
  return {
    response: Object.keys(response).length === 0 ? undefined : response,
    complaints: [...checked.flatMap(({ complaints }) => complaints), ...lost(actions)],
  }
}

/** What the quick actions say that takes no effect: a second word on the same thing, and how to do nothing. */
const lost = (actions: readonly WireQuickAction[]): string[] =>
  leadNames.flatMap((lead) => {
    const [first, ...others] = actions.map((action) => action[lead]).filter((value) => value !== undefined)
    const unheard = others.filter((other) => lead === 'reply' || other !== first).length
    const idle = leads[lead].filter(
      (field) =>
        field !== 'at_sender' && actions.some((one) => one[lead] === undefined && one[field] !== undefined),
    )
    return [
      ...(unheard > 0
        ? [`"${lead}" is that of the most specific handler, ${unheard} more take no effect`]
        : []),
      ...idle.map((field) => `"${field}" does nothing without "${lead}"`),
    ]
  })
