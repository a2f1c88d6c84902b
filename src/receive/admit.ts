import type { CountingLog } from '../log.js'
import type { Delivery } from '../protocol/delivery.js'
import { identify, SeenKeys } from './duplicates.js'
import type { Endpoint } from './endpoint.js'
import { isOwnMessage, OwnAccounts } from './own-accounts.js'
import type { Step } from './step.js'

/** Whether a delivery goes on to the handlers. `from`: where it came in, for the log. */
export type Admission = (delivery: Delivery, from: string) => Promise<boolean>

export interface AdmissionOptions {
  /** The accounts that the configuration names. */
  readonly accounts: readonly number[]
  /** Is told of every delivery of an event that has come before. */
  readonly duplicate: () => void
  readonly say: CountingLog
  readonly now: () => number
}

/**
 * One for all ways in. Messages of the bot's own accounts stay outside; main and backup entries, repeats of
 * go-cqhttp and double reports of NapCat reach the handlers once.
 */
export const createAdmission = ({ accounts, duplicate, say, now }: AdmissionOptions): Admission => {
  const own = new OwnAccounts(accounts)
  const seen = new SeenKeys()
  return async (delivery, from) => {
    if (isOwnMessage(delivery, own, say)) return false
    const { raw, naming, bytes, selfId } = delivery
    if (seen.areNew(identify(raw, naming, bytes), now())) return true
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

export function admit(isAdmitted: Admission, { name }: Endpoint): Step {
  return async (ctx, next) => {
    if (await isAdmitted(ctx.state, name)) return next()
    ctx.body = null
    ctx.status = 204
    return undefined
  }
}
