import { createHash } from 'node:crypto'
import { ApiError } from '../errors.js'
import type { CountingLog } from '../log.js'
import type { SentMessage } from '../protocol/sent-message.js'
import type { State } from '../protocol/state.js'
import { targetName } from '../protocol/target-name.js'
import { findOwn } from './find-own.js'
import type { Address } from './send.js'

/** Something that is said on an occasion, such as a delivery of a webhook. */
export interface Saying {
  readonly occasion: string
  readonly address: Address
  /** What tells it from other sayings of the same occasion. */
  readonly what: readonly unknown[]
  /** What a chat shows of it; `undefined`: it is only kept. */
  readonly words?: string | undefined
}

/** What became of it, as JSON: being said since `at` (milliseconds), until it is `sent`. */
interface Said {
  readonly at: number
  readonly sent?: SentMessage
}

/** Nobody runs a handler again later than that. */
const keepMs = 24 * 60 * 60_000

export interface OnceOptions {
  readonly state: State
  readonly clock: { readonly now: () => number }
  readonly say: CountingLog
}

/** Says a thing once for each occasion, though its handler runs again because the process ended. */
export class Once {
  readonly #options: OnceOptions

  constructor(options: OnceOptions) {
    this.#options = options
  }

  /** Rejects like `act`; what surely did not happen may be said again. */
  async run(saying: Saying, act: () => Promise<SentMessage>): Promise<SentMessage> {
    const { state, clock } = this.#options
    const key = keyOf(saying)
    const before = (await state.get(key)) as Said | undefined
    if (before?.sent !== undefined) return before.sent
    if (before !== undefined && !(await this.#isStillToSay(saying, before.at))) return {}
    const at = clock.now()
    await state.set(key, { at }, keepMs)
    try {
      const sent = await act()
      await state.set(key, { at, sent }, keepMs)
      return sent
    } catch (error) {
      if (!(error instanceof ApiError) || !error.maybeDone) await state.delete(key)
      throw error
    }
  }

  async #isStillToSay({ address, words }: Saying, at: number): Promise<boolean> {
    const trace = words === undefined ? 'not there' : await findOwn(address, words, at)
    if (trace === 'unknown') sayUnknown(this.#options.say, targetName(address.place))
    return trace === 'not there'
  }
}

/** Nobody knows whether a message was sent, and nothing is sent twice. */
export const sayUnknown = (say: CountingLog, target: string): void =>
  say.say({
    key: 'said unknown',
    detail: target,
    level: 'error',
    fields: { target },
    message: `a message to ${target} may have been sent or not, and nobody can say; it is not sent again`,
  })

const keyOf = ({ occasion, address, what }: Saying): string => {
  const content = JSON.stringify([targetName(address.place), ...what])
  return `notify:once:${occasion}:${createHash('sha256').update(content).digest('base64url')}`
}
