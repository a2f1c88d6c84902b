import type { CapturedCall } from '../capture/capture-line.js'
import { forKeeping } from '../capture/for-keeping.js'

/** What the bot makes up anew each time. */
const madeUpFields: ReadonlySet<string> = new Set(['stream_id', 'echo'])

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, madeUpFields.has(key) ? '*' : sorted(item)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}

/** The same text for the same values, in whatever order their fields stand. */
export const textOf = (value: unknown): string => JSON.stringify(sorted(forKeeping(value))) ?? ''

/** A call as it is compared and shown: `delete_msg {"message_id":7}`. */
export const callText = ({ action, params }: Pick<CapturedCall, 'action' | 'params'>): string =>
  `${action} ${textOf(params)}`
