import { type Id, isId, toId } from './ids.js'
import type { Segment } from './message.js'

const idOf = (value: unknown): Id | undefined => {
  const id = toId(value)
  return isId(id) ? id : undefined
}

/** The pictures of a message, market faces of NapCat among them. */
export const imagesOf = (segments: readonly Segment[]): readonly Segment[] =>
  segments.filter(({ type }) => type === 'image')

/** Who is mentioned: QQ numbers, `'all'`; digits where a number would not be exact. */
export const mentionsOf = (segments: readonly Segment[]): readonly Id[] =>
  segments.flatMap(({ type, data }) => (type === 'at' ? (idOf(data.qq) ?? []) : []))

/** The `message_id` of the quoted message. Lagrange writes 0 when it does not know. */
export const quotedId = (segments: readonly Segment[]): Id | undefined => {
  const id = idOf(segments.find(({ type }) => type === 'reply')?.data.id)
  return id === 0 ? undefined : id
}
