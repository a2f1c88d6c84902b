import { ApiProtocolError, ApiRefused } from '../errors.js'
import type { PastMessage } from '../protocol/history.js'
import { type Address, isForward } from './send.js'

/** What the chat shows of a message that may have been sent. */
export type Trace = 'there' | 'not there' | 'unknown'

/** Messages of the history that are looked through. */
const limit = 100
/** The clock that messages go by is not ours. */
const slackMs = 60_000

const withoutSpace = (words: string): string => words.replace(/\s+/g, '')

/** Looks whether a text that was being sent at that time (milliseconds) is in the chat. Rejects where nobody answers. */
export const findOwn = async (address: Address, words: string, sendingAt: number): Promise<Trace> => {
  const { api, place } = address
  // The history shows that there is a forward, and not what is in it.
  if (isForward(address, words)) return 'unknown'
  const isIt = ({ user_id, sender, text }: PastMessage): boolean =>
    (user_id ?? sender.user_id) === api.selfId && withoutSpace(text) === withoutSpace(words)
  try {
    let count = 0
    for await (const past of api.history(place, { limit })) {
      if (past.time * 1000 < sendingAt - slackMs) return 'not there'
      if (isIt(past)) return 'there'
      count += 1
    }
    return count < limit ? 'not there' : 'unknown'
  } catch (error) {
    // Who does not answer may be asked again.
    if (error instanceof ApiRefused || error instanceof ApiProtocolError) return 'unknown'
    throw error
  }
}
