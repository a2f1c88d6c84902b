import type { Segment, SegmentMap } from './message.js'

/** Who is mentioned in a message. */
export interface Mentions {
  /** QQ numbers, each once, in the order of the message. */
  readonly userIds: readonly number[]
  /** Whether everybody is (`@全体成员`). */
  readonly all: boolean
}

/** The pictures of a message. Stickers of the shop (`mface`) are none. */
export const imagesOf = (segments: readonly Segment[]): readonly Readonly<SegmentMap['image']>[] =>
  segments.flatMap((segment) => (segment.type === 'image' ? [segment.data] : []))

/** Who is mentioned: numbers and `all` apart. What is no QQ number is left out. */
export const mentionsOf = (segments: readonly Segment[]): Mentions => {
  const mentioned = segments.flatMap((segment) => (segment.type === 'at' ? [segment.data.qq] : []))
  const userIds = mentioned.filter((qq) => /^[1-9]\d*$/.test(qq)).map(Number)
  return { userIds: [...new Set(userIds.filter(Number.isSafeInteger))], all: mentioned.includes('all') }
}

/**
 * The `message_id` that a message quotes: a number, or the string where a number cannot hold it. `undefined`
 * without a quotation, and where Lagrange does not know which one it is (`'0'`).
 */
export const quotedId = (segments: readonly Segment[]): number | string | undefined => {
  const quotation = segments.find((segment) => segment.type === 'reply')
  const id = quotation?.data.id ?? ''
  if (id === '' || id === '0') return undefined
  return /^-?[1-9]\d*$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : id
}
