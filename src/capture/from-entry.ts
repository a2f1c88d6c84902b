import { asciiJson } from '../protocol/ascii-json.js'
import type { Entry, KeptCall } from '../protocol/journal.js'
import type { CapturedCall, CaptureLine } from './capture-line.js'

const toCall = ({ action, params, state, result }: KeptCall): CapturedCall => {
  if (state === 'done')
    return { action, params, outcome: state, ...(result === undefined ? {} : { data: result }) }
  const outcome = state === 'refused' ? 'refused' : 'unknown'
  return { action, params, outcome, ...(typeof result === 'string' ? { error: result } : {}) }
}

/** What the response was. One that is empty is not in the journal: it is known where the delivery is done. */
const answerOf = ({ state, answered }: Entry): CaptureLine['answer'] => {
  const response = answered?.response
  if (response !== undefined) return { status: 200, body: asciiJson(response) }
  return { status: state === 'done' ? 204 : 0, body: '' }
}

/** What the journal knows of a delivery, as a capture keeps it. */
export const captureLineOf = (entry: Entry): CaptureLine => {
  const { id, at, endpoint, headers, bytes, answered, state } = entry
  return {
    id: String(id),
    at: new Date(at).toISOString(),
    endpoint,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: bytes.toString(),
    answer: answerOf(entry),
    calls: (answered?.calls ?? []).map(toCall),
    ...(state === 'done' ? {} : { unfinished: state }),
  }
}
