import { type Id, toId } from './ids.js'
import type { Segment, SegmentMap } from './message.js'

/** A picture of a message: what its segment holds. */
export type Picture = Readonly<SegmentMap['image']>

/** The pictures of a message. Stickers of the shop (`mface`) are none. */
export const imagesOf = (segments: readonly Segment[]): readonly Picture[] =>
  segments.flatMap((segment) => (segment.type === 'image' ? [segment.data] : []))

const toIdOf = (written: string): Id => (toId(written) as Id | undefined) ?? written

/** Who is mentioned, each once, in the order of the message: QQ numbers, and `'all'` for everybody. */
export const mentionsOf = (segments: readonly Segment[]): readonly Id[] => {
  const mentioned = segments.flatMap((segment) => (segment.type === 'at' ? [segment.data.qq] : []))
  return [...new Set(mentioned.filter((qq) => qq !== '').map(toIdOf))]
}

/**
 * The `message_id` that a message quotes: a number, or the string where a number cannot hold it. `undefined`
 * without a quotation, and where Lagrange does not know which one it is (`'0'`).
 */
export const quotedId = (segments: readonly Segment[]): Id | undefined => {
  const id = segments.find((segment) => segment.type === 'reply')?.data.id ?? ''
  return id === '' || id === '0' ? undefined : toIdOf(id)
}
