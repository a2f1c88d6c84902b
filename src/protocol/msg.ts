import { text } from './build-segment.js'
import { type AnySegment, isSegment } from './message.js'

/** What may stand in a `msg` template. `undefined`, `null` and `false` add nothing. */
export type MessagePart =
  | string
  | number
  | bigint
  | AnySegment
  | readonly MessagePart[]
  | undefined
  | null
  | false

/**
 * A message: ``msg`欢迎 ${at(id)}，第 ${count} 位` ``. Strings and numbers are plain text, whatever is in them;
 * segments and arrays of them are put in as they are. Throws a `TypeError` for any other value.
 */
export const msg = (
  literals: TemplateStringsArray,
  ...parts: readonly MessagePart[]
): readonly AnySegment[] =>
  joinTexts(literals.flatMap((literal, index) => [literal, ...flatten(parts[index])]))

const flatten = (part: MessagePart): readonly (string | AnySegment)[] => {
  if (part === undefined || part === null || part === false) return []
  if (typeof part === 'number' || typeof part === 'bigint') return [String(part)]
  if (typeof part === 'string' || isSegment(part)) return [part]
  if (!Array.isArray(part)) throw new TypeError(`a ${typeof part} that is no segment stands in a message`)
  return part.flatMap(flatten)
}

/** One segment for text that stands together, none for empty text. */
const joinTexts = (pieces: readonly (string | AnySegment)[]): AnySegment[] => {
  const segments: AnySegment[] = []
  let literal = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      literal += piece
      continue
    }
    if (literal !== '') segments.push(text(literal))
    literal = ''
    segments.push(piece)
  }
  return literal === '' ? segments : [...segments, text(literal)]
}
