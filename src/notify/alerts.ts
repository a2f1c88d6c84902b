import { ApiError } from '../errors.js'
import type { Api } from '../protocol/action.js'
import type { Id } from '../protocol/ids.js'
import type { Reply } from '../protocol/message.js'
import { OneByOne } from '../protocol/one-by-one.js'
import type { SentMessage } from '../protocol/sent-message.js'
import type { State } from '../protocol/state.js'
import { type TargetPlace, targetName } from '../protocol/target-name.js'
import { type Address, sendQuoting, sendTo } from './send.js'

/** What an alert says: that something is wrong, still or again, or that it is over. */
export type AlertState = 'firing' | 'resolved'

export interface AlertOptions {
  /**
   * How the message before is paired with this one. `quote`: this one quotes it. `recall`: it is recalled, where QQ
   * still allows it (two minutes, longer for admins of a group), else quoted. Default `quote`.
   */
  readonly pair?: 'quote' | 'recall'
  /** Milliseconds that a firing alert is remembered for its end. Default 7 days. */
  readonly keepMs?: number
}

export interface AlertsOptions {
  readonly state: State
  readonly speakerAt: (place: TargetPlace, from?: number) => Api
}

/** The message of an alert that has not ended, as JSON. */
interface Standing {
  readonly account: number
  readonly message_id: Id
}

const defaultKeepMs = 7 * 24 * 60 * 60_000

/** Alerts and their ends as pairs, also when the bot was restarted in between, where its state outlives it. */
export class Alerts {
  readonly #options: AlertsOptions
  readonly #works = new OneByOne()

  constructor(options: AlertsOptions) {
    this.#options = options
  }

  /** Rejects like `api.call`. */
  tell(
    { place, from, forwardBeyond }: Omit<Address, 'api'> & { readonly from: number | undefined },
    key: string,
    alertState: AlertState,
    content: Reply,
    { pair = 'quote', keepMs = defaultKeepMs }: AlertOptions = {},
  ): Promise<SentMessage> {
    const { state, speakerAt } = this.#options
    const kept = `notify:alert:${targetName(place)}:${key}`
    return this.#works.run(kept, async () => {
      const before = (await state.get(kept)) as Standing | undefined
      // A message can be quoted and recalled by the account that sent it.
      const api = speakerAt(place, from ?? before?.account)
      const isGone = before === undefined || before.account !== api.selfId
      const address = { api, place, forwardBeyond }
      const sent =
        isGone || (pair === 'recall' && (await recalls(api, before.message_id)))
          ? await sendTo(address, content)
          : await sendQuoting(address, before.message_id, content)
      if (alertState === 'resolved' || sent.message_id === undefined) await state.delete(kept)
      else await state.set(kept, { account: api.selfId, message_id: sent.message_id }, keepMs)
      return sent
    })
  }
}

const recalls = async (api: Api, message_id: Id): Promise<boolean> => {
  try {
    await api.call<string>('delete_msg', { message_id })
    return true
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
}
