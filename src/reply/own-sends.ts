import type { CountingLog } from '../log.js'
import type { Api } from '../protocol/action.js'
import { chatKey } from '../protocol/chat.js'
import { describeEvent } from '../protocol/describe-event.js'
import type { AnyEvent } from '../protocol/event.js'
import { idOf } from '../protocol/event-tools.js'
import { type Id, isId } from '../protocol/ids.js'
import { isSegment } from '../protocol/message.js'
import { normalizeEvent } from '../protocol/normalize-event.js'
import { carryOut, type Outcome } from './as-calls.js'
import { findSent, reachesBack, type SeenMessage, type Sight, type Sought } from './find-sent.js'
import { type AnsweredEvent, messageIdOf, type PlannedCall } from './planned-call.js'

/** Own messages that were reported, and ids of sends, that are remembered; the oldest are forgotten first. */
const maxReported = 1000
const maxTaken = 10_000

type Fields = Readonly<Record<string, unknown>>

/** A call, whatever it was planned for. */
export type MadeCall = Pick<PlannedCall, 'action' | 'params'>

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

const traces: Readonly<Record<Sight['kind'], Trace>> = {
  found: 'done',
  absent: 'not done',
  unsure: 'unknown',
}

/** Messages of a history that are looked through. */
const historyCount = 100

const isMessage = ({ action }: MadeCall): boolean =>
  action === 'send_group_msg' || action === 'send_private_msg'

/** Makes the calls of answers. A send whose outcome is unknown is looked for, and sent again where it is not there. */
export class OwnSends {
  readonly #say: CountingLog
  #reported: { readonly chat: string; readonly seen: SeenMessage }[] = []
  readonly #taken = new Set<string>()

  constructor(say: CountingLog) {
    this.#say = say
  }

  /** Takes every event: own messages are remembered. */
  note(event: AnyEvent): void {
    if (!event.name.startsWith('message_sent')) return
    const seen = toSeen(event as unknown as Fields)
    if (seen === undefined) return
    this.#reported.push({ chat: chatKey(event), seen })
    if (this.#reported.length > maxReported) this.#reported.shift()
  }

  async make(event: AnyEvent, call: MadeCall): Promise<Outcome> {
    const first = await carryOut(event.api, call)
    const outcome = first.kind === 'unknown' ? await this.#resolve(event, call, first) : first
    if (outcome.kind === 'done') this.#take(event.self_id, outcome.data)
    return outcome
  }

  /** Looks for what a call has done that was under way when the process ended. */
  async traceOf(event: AnyEvent, call: MadeCall): Promise<Trace> {
    if (repeatable.includes(call.action)) return 'not done'
    return isMessage(call) ? traces[(await this.#look(event, call)).kind] : 'unknown'
  }

  async #resolve(event: AnyEvent, call: MadeCall, unknown: Outcome): Promise<Outcome> {
    if (!isMessage(call)) return unknown
    const sight = await this.#look(event, call)
    if (sight.kind === 'unsure') return unknown
    const isFound = sight.kind === 'found'
    this.#say.say({
      key: `look ${sight.kind}`,
      detail: event.name,
      level: isFound ? 'info' : 'warn',
      fields: describeEvent(event.name, event.raw, idOf(event)),
      message: `${call.action}, an answer to ${event.name}, got no answer, and the message ${isFound ? 'is' : 'is not'} in the chat: ${isFound ? 'it was sent' : 'it is sent once more'}`,
    })
    return isFound
      ? { kind: 'done', data: { message_id: sight.message_id } }
      : await carryOut(event.api, call)
  }

  async #look(event: AnyEvent, call: MadeCall): Promise<Sight> {
    const sought = this.#soughtOf(event, call)
    if (sought === undefined) return { kind: 'unsure' }
    const reported = findSent(this.#reportedIn(event), sought)
    if (reported.kind === 'found') return reported
    const history = await historyOf(event.api, call)
    // Its report may have come meanwhile.
    const sight = findSent([...history, ...this.#reportedIn(event)], sought)
    const isWhole = reachesBack(history, messageIdOf(event as AnsweredEvent))
    return sight.kind === 'absent' && !isWhole ? { kind: 'unsure' } : sight
  }

  #soughtOf({ self_id, time }: AnyEvent, { action, params }: MadeCall): Sought | undefined {
    const { message } = params
    if (!Array.isArray(message) || !message.every(isSegment)) return undefined
    const isTaken = (id: Id): boolean => this.#taken.has(`${self_id} ${id}`)
    return { selfId: self_id, message, isPrivate: action === 'send_private_msg', since: time, isTaken }
  }

  #reportedIn(event: AnyEvent): SeenMessage[] {
    const here = chatKey(event)
    return this.#reported.flatMap(({ chat, seen }) => (chat === here ? [seen] : []))
  }

  #take(selfId: number, data: unknown): void {
    if (typeof data !== 'object' || data === null || !('message_id' in data)) return
    this.#taken.add(`${selfId} ${data.message_id}`)
    const [oldest] = this.#taken
    if (this.#taken.size > maxTaken && oldest !== undefined) this.#taken.delete(oldest)
  }
}

const messageLineage = ['message'] as const

const toSeen = ({ message_id, user_id, time, message }: Fields): SeenMessage | undefined =>
  isId(message_id) && typeof time === 'number' && Array.isArray(message) && message.every(isSegment)
    ? { message_id, user_id, time, message }
    : undefined

/** What the chat of a call holds; empty where nobody can say. Of a temporary session nobody can. */
const historyOf = async (api: Api, { action, params }: MadeCall): Promise<SeenMessage[]> => {
  const { group_id, user_id } = params
  if (action === 'send_private_msg' && group_id !== undefined) return []
  try {
    const data =
      action === 'send_group_msg'
        ? await api.call('get_group_msg_history', { group_id: group_id as Id, count: historyCount })
        : await api.call('get_friend_msg_history', { user_id: user_id as Id, count: historyCount })
    return data.messages.flatMap((stored) => {
      const body = { ...stored, self_id: api.selfId } as unknown as Fields
      return toSeen(normalizeEvent(body, messageLineage)) ?? []
    })
  } catch {
    return []
  }
}
