import type { Api } from '../protocol/action.js'
import type { Id } from '../protocol/ids.js'
import type { KeptCall } from '../protocol/journal.js'
import { toSegments } from '../protocol/normalize.js'
import { quotedId } from '../protocol/read-message.js'

/** What is known of a call that was being made when the process ended. */
export type Trace = 'done' | 'not done' | 'unknown'

/** Made twice they do what they do once. */
const repeatable: readonly string[] = [
  'delete_msg',
  'set_group_kick',
  'set_group_ban',
  'set_group_anonymous_ban',
  'set_friend_add_request',
  'set_group_add_request',
]

/** Where what was sent can be read again, with the parameter that names the chat. */
const histories: Readonly<Record<string, readonly [action: string, chat: string]>> = {
  send_group_msg: ['get_group_msg_history', 'group_id'],
  send_private_msg: ['get_friend_msg_history', 'user_id'],
}

/** Messages that are looked through. */
const count = 100
/** Seconds by which the clocks of two machines may differ. */
const clockSlack = 60

/** Looks for what an interrupted call has done. `since`: when its event came, in milliseconds. */
export const traceOf = async (api: Api, { action, params }: KeptCall, since: number): Promise<Trace> => {
  if (repeatable.includes(action)) return 'not done'
  const [history, chat] = histories[action] ?? []
  if (history === undefined || chat === undefined) return 'unknown'
  try {
    const said: unknown = await api.call(history, { [chat]: params[chat], count })
    const messages = (said as { messages?: unknown } | null)?.messages
    if (!Array.isArray(messages)) return 'unknown'
    const isFound = messages.some((message: unknown) => isSame(message, params.message, api.selfId, since))
    return isFound ? 'done' : 'not done'
  } catch {
    return 'unknown'
  }
}

const isSame = (message: unknown, sent: unknown, selfId: number, since: number): boolean => {
  if (typeof message !== 'object' || message === null) return false
  const { user_id, time, message: content } = message as Readonly<Record<string, unknown>>
  if (Number(user_id) !== selfId) return false
  if (typeof time === 'number' && time < since / 1000 - clockSlack) return false
  const [one, other] = [gist(sent), gist(content)]
  return one.said === other.said && (one.quoted === undefined || one.quoted === other.quoted)
}

interface Gist {
  readonly quoted: Id | undefined
  readonly said: string
}

/** What stays the same of a message on its way: texts and mentions, and of everything else its kind. */
const gist = (content: unknown): Gist => {
  const segments = toSegments(content)
  const said = segments
    .filter(({ type }) => type !== 'reply')
    .map((segment) => {
      if (segment.type === 'text') return segment.data.text
      return segment.type === 'at' ? `@${segment.data.qq}` : `[${segment.type}]`
    })
    .join('')
    .replace(/\s+/g, '')
  return { quoted: quotedId(segments), said }
}
