import { asciiJson } from '../protocol/ascii-json.js'
import { isRepliedByCall } from '../protocol/chatless.js'
import type { AnySegment, Reply } from '../protocol/message.js'
import { type QuickActionField, quickActionFields, type WireQuickAction } from '../protocol/quick-action.js'
import { isReply, toSentMessage } from '../protocol/sent-message.js'

/** A quick action and what of the answer is not in it. */
export interface CheckedAnswer {
  readonly action: WireQuickAction
  /** One sentence for each thing that was left out, and why. */
  readonly complaints: readonly string[]
}

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isString = (value: unknown): value is string => typeof value === 'string'
const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

interface FieldRule {
  readonly expects: string
  readonly fits: (value: unknown) => boolean
}

const flag: FieldRule = { expects: 'true or false', fits: isBoolean }
const words: FieldRule = { expects: 'a string', fits: isString }

const fieldRules: Readonly<Record<QuickActionField, FieldRule>> = {
  reply: { expects: 'a string, a segment or segments', fits: isReply },
  reply_at: flag,
  at_sender: flag,
  delete: flag,
  kick: flag,
  ban: flag,
  ban_duration: { expects: 'whole seconds', fits: isSeconds },
  approve: flag,
  remark: words,
  reason: words,
}

const isField = (key: string): key is QuickActionField => Object.hasOwn(fieldRules, key)

const fields: ReadonlyMap<string, readonly QuickActionField[]> = new Map(Object.entries(quickActionFields))
const fieldsFor = (eventName: string): readonly QuickActionField[] =>
  fields.get(eventName) ?? (isRepliedByCall(eventName) ? ['reply'] : [])

/** What `event.reply()` or a send resolved to: the handler has answered by itself. */
const isSentMessage = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  !Array.isArray(answer) &&
  Object.keys(answer).every((key) => key === 'message_id')

/** An empty message is none: NapCat would send one that only quotes. */
const toWireReply = (reply: Reply): string | readonly AnySegment[] | undefined => {
  const message = toSentMessage(reply)
  return message.length === 0 ? undefined : message
}

/**
 * What a handler returned, as a quick action. What the event cannot be answered with is left out and said.
 * Never throws, whatever it was: nobody else's answer is lost for it.
 */
export const toQuickAction = (answer: unknown, eventName: string): CheckedAnswer => {
  try {
    const checked = check(answer, eventName)
    // Everything else in it is a string, a number or a boolean.
    if (typeof checked.action.reply === 'object') asciiJson(checked.action.reply)
    return checked
  } catch (error) {
    return refused(
      `the answer cannot be written as JSON (${error instanceof Error ? error.message : 'unreadable'})`,
    )
  }
}

const none: readonly string[] = []

const refused = (complaint: string): CheckedAnswer => ({ action: {}, complaints: [complaint] })

const check = (answer: unknown, eventName: string): CheckedAnswer => {
  const fields = fieldsFor(eventName)
  if (isSentMessage(answer)) return { action: {}, complaints: none }
  if (fields.length === 0)
    return refused('it takes no answer, there is no chat to send one to; use event.api')
  if (isReply(answer)) return { action: { reply: toWireReply(answer) }, complaints: none }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    return refused(`${describe(answer)} is no answer; return a string, segments or a quick action`)
  }
  const complaints: string[] = []
  const action: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(answer)) {
    if (value === undefined || key === 'auto_escape') continue // a string is plain text with and without it
    if (!isField(key)) complaints.push(`"${key}" is no field of a quick action`)
    else if (!fields.includes(key)) complaints.push(`"${key}" does not apply to ${eventName}`)
    else if (!fieldRules[key].fits(value)) {
      complaints.push(`"${key}" is ${describe(value)}, expected ${fieldRules[key].expects}`)
    } else if (key === 'reply') action.reply = toWireReply(value as Reply)
    else action[key === 'reply_at' ? 'at_sender' : key] = value
  }
  return { action, complaints }
}

const describe = (value: unknown): string =>
  Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`
