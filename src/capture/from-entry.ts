import { asciiJson } from '../protocol/ascii-json.js'
import type { Entry, KeptCall } from '../protocol/journal.js'
import type { CapturedCall, CaptureLine } from './capture-line.js'

const toCall = ({ action, params, state, result }: KeptCall): CapturedCall => {
  if (state === 'done')
    return { action, params, outcome: state, ...(result === undefined ? {} : { data: result }) }
  const outcome = state === 'refused' ? 'refused' : 'unknown'
  return { action, params, outcome, ...(typeof result === 'string' ? { error: result } : {}) }
}

/** What the journal knows of a delivery, as a capture keeps it. */
export const captureLineOf = ({ id, at, headers, bytes, answered }: Entry): CaptureLine => {
  const { response, calls = [] } = answered ?? {}
  return {
    id: String(id),
    at: new Date(at).toISOString(),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: bytes.toString(),
    answer: response === undefined ? { status: 204, body: '' } : { status: 200, body: asciiJson(response) },
    calls: calls.map(toCall),
  }
}
