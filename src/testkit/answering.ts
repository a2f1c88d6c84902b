import type { AnySegment } from '../protocol/message.js'
import { botActs } from './bot-acts.js'
import { compose, type SendRules } from './compose.js'
import type { World } from './world.js'
import { type Chat, type Fields, Refusal } from './world-types.js'

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A step of an answer: what QQ refuses is written down and stops nothing else, as nobody is told. */
export const attempt = (world: World, what: string, step: () => unknown): void => {
  try {
    step()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    world.changes.push({ did: 'fail', what, why: error.message })
  }
}

/** Where the answer to an event goes: to the chat of a message that is known, or else where the event says. */
const chatOf = (world: World, event: Fields): Chat => {
  const known = world.message(Number(event.message_id))?.chat
  if (known !== undefined) return known
  return event.message_type === 'group' ? { group: Number(event.group_id) } : { user: Number(event.user_id) }
}

export const quoteOf = (event: Fields): AnySegment => ({
  type: 'reply',
  data: { id: String(event.message_id) },
})

export const mentionOf = (event: Fields): AnySegment => ({ type: 'at', data: { qq: String(event.user_id) } })

/** Sends the reply of an answer. */
export const reply = (world: World, rules: SendRules, event: Fields, segments: readonly AnySegment[]): void =>
  attempt(world, 'reply', () => {
    const chat = chatOf(world, event)
    botActs.send(world, chat, compose(rules, world, chat, segments))
  })

/** What a group's admin does with a message and its sender. */
export interface Measures {
  readonly recall: boolean
  readonly kick: boolean
  readonly forGood?: boolean
  /** Seconds; `undefined`: no mute. */
  readonly mute: number | undefined
}

/** Recalls, kicks, mutes: in the order that all of them keep. */
export const take = (
  world: World,
  event: Fields,
  { recall, kick, forGood = false, mute }: Measures,
): void => {
  const [message, group, user] = [event.message_id, event.group_id, event.user_id].map(Number)
  if (message === undefined || group === undefined || user === undefined) return
  if (recall) attempt(world, 'delete', () => botActs.recall(world, message))
  if (kick) attempt(world, 'kick', () => botActs.kick(world, group, user, forGood))
  if (mute !== undefined) attempt(world, 'ban', () => botActs.mute(world, group, user, mute))
}

/** What a request is answered with. */
export interface Verdict {
  readonly approve: boolean
  readonly remark?: string
  readonly reason?: string
}

/** Answers the request of an event. */
export const decide = (world: World, event: Fields, { approve, remark, reason }: Verdict): void =>
  attempt(world, 'approve', () => {
    const flag = String(event.flag)
    if (event.request_type === 'friend') botActs.answerFriend(world, flag, approve, remark)
    else botActs.answerGroup(world, flag, approve, reason)
  })

/** A string of an answer, or nothing. */
export const words = (value: unknown): string => (typeof value === 'string' ? value : '')
