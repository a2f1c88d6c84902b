import { decodeCqString } from './cq-code.js'
import { isSegment, type Segment } from './message.js'

/**
 * A message as segments, however the sender wrote it: an array, one segment, or a CQ string (the default of
 * go-cqhttp and a setting of the others). What is no segment is left out.
 */
export const toSegments = (message: unknown): readonly Segment[] => {
  if (typeof message === 'string') return decodeCqString(message)
  if (Array.isArray(message)) return message.filter(isSegment)
  return isSegment(message) ? [message] : []
}
