import { createHash } from 'node:crypto'
import type { Clock } from '../protocol/clock.js'
import type { Delivery } from '../protocol/delivery.js'
import { plainText } from '../protocol/message.js'
import { toSegments } from '../protocol/normalize.js'
import { mentionsOf } from '../protocol/read-message.js'
import type { State } from '../protocol/state.js'
import type { OwnAccounts } from './own-accounts.js'

export interface AnswerOnceOptions {
  readonly own: OwnAccounts
  readonly state: State
  readonly clock: Clock
}

/** How long the account that usually answers may take to hear of the same. */
const graceMs = 1000

/** The same event for all accounts in a group: none of them sees the ids of another. */
interface Occasion {
  readonly key: string
  readonly forgetMs: number
}

const occasionOf = ({ raw, naming }: Delivery): Occasion | undefined => {
  const { group_id, user_id, time } = raw
  switch (naming.name) {
    case 'message.group': {
      const words = createHash('sha1')
        .update(plainText(toSegments(raw.message)))
        .digest('base64')
      return { key: `once:${group_id}:${user_id}:${time}:${words}`, forgetMs: 10 * 60_000 }
    }
    // Each account may hear of it at another second.
    case 'notice.group_increase':
    case 'notice.group_decrease':
      return { key: `once:${naming.name}:${group_id}:${user_id}`, forgetMs: 10_000 }
    default:
      return undefined
  }
}

/** Whether it is for the account to answer, as far as the event says; `undefined`: it names none of them. */
const isAddressed = ({ raw, selfId }: Delivery, own: OwnAccounts): boolean | undefined => {
  const mentioned = mentionsOf(toSegments(raw.message))
  if (mentioned.includes(selfId)) return true
  return mentioned.some((id) => typeof id === 'number' && own.has(id)) ? false : undefined
}

/**
 * Where several accounts of the bot are in one group: who is mentioned answers, else the one that has answered
 * there before. Another one waits for it a moment, and takes over where it hears nothing.
 */
export const createAnswerOnce = ({ own, state, clock }: AnswerOnceOptions) => {
  return async (delivery: Delivery): Promise<boolean> => {
    const occasion = occasionOf(delivery)
    if (occasion === undefined) return true
    const { selfId } = delivery
    const holderKey = `answers:${delivery.raw.group_id}`
    const addressed = isAddressed(delivery, own)
    const holder = addressed === undefined ? await state.get(holderKey) : undefined
    const isFirstInLine = addressed ?? (holder === undefined || holder === selfId)
    if (!isFirstInLine) await new Promise<void>((resolve) => clock.after(graceMs, resolve, true))
    const isMine =
      (await state.add(occasion.key, selfId, occasion.forgetMs)) || (await state.get(occasion.key)) === selfId
    if (isMine && addressed === undefined && holder !== selfId) await state.set(holderKey, selfId)
    return isMine
  }
}
