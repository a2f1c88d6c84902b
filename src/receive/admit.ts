import type { CountingLog } from '../log.js'
import type { Clock } from '../protocol/clock.js'
import type { Delivery } from '../protocol/delivery.js'
import type { NowOrLater } from '../protocol/now-or-later.js'
import type { State } from '../protocol/state.js'
import { createAnswerOnce } from './answer-once.js'
import { identify, type SeenKeys } from './duplicates.js'
import { isOwnMessage, OwnAccounts } from './own-accounts.js'

/** Whether a delivery goes on to the handlers. `from`: where it came in, for the log. */
export type Admission = (delivery: Delivery, from: string) => NowOrLater<boolean>

export interface AdmissionOptions {
  /** The accounts that the configuration names. */
  readonly accounts: readonly number[]
  readonly seen: SeenKeys
  /** `group`: of several accounts in one group one answers. */
  readonly answerOnce: 'group' | undefined
  readonly state: State
  /** Is told of every delivery of an event that has come before. */
  readonly duplicate: () => void
  readonly say: CountingLog
  readonly clock: Clock
}

/**
 * One for all ways in. Messages of the bot's own accounts stay outside; main and backup entries, repeats of
 * go-cqhttp and double reports of NapCat reach the handlers once.
 */
export const createAdmission = ({
  accounts,
  seen,
  duplicate,
  answerOnce,
  state,
  say,
  clock,
}: AdmissionOptions): Admission => {
  const own = new OwnAccounts(accounts)
  const isOurs = answerOnce === undefined ? undefined : createAnswerOnce({ own, state, clock })
  return (delivery, from) => {
    if (isOwnMessage(delivery, own, say)) return false
    const { raw, naming, bytes, selfId } = delivery
    if (seen.areNew(identify(raw, naming, bytes), clock.now())) {
      if (isOurs === undefined) return true
      return isOurs(delivery).catch((err: unknown) => {
        const message = 'which account answers cannot be written down, so this one does'
        say.say({ key: 'answer once', level: 'error', fields: { err, from, selfId }, message })
        return true
      })
    }
    duplicate()
    say.say({
      key: `duplicate ${from}`,
      detail: naming.name,
      level: 'info',
      fields: { from, selfId, event: naming.name },
      message: `a second delivery of the same ${naming.name} is dropped`,
    })
    return false
  }
}
