/** One piece of a message as OneBot writes it: `{ type: 'at', data: { qq: '10001' } }`. */
export interface Segment {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What a reply may be. A string is plain text: nothing in it can become a CQ code. */
export type Reply = string | Segment | readonly Segment[]

/** Plain text; characters with a meaning in CQ codes stay plain. */
export const text = (content: string): Segment => ({ type: 'text', data: { text: content } })

/** A mention of one member (a QQ number) or of everybody (`'all'`). */
export const at = (userId: number | string): Segment => ({ type: 'at', data: { qq: String(userId) } })

/** A built-in QQ emoticon, by its number. */
export const face = (id: number | string): Segment => ({ type: 'face', data: { id: String(id) } })

/** A picture: an `http(s)://` or `base64://` URL, or a path on the machine of the implementation. */
export const image = (file: string): Segment => ({ type: 'image', data: { file } })

/** A quotation of the message with this `message_id`. */
export const reply = (messageId: number | string): Segment => ({
  type: 'reply',
  data: { id: String(messageId) },
})

export const isSegment = (value: unknown): value is Segment =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { type?: unknown }).type === 'string' &&
  typeof (value as { data?: unknown }).data === 'object' &&
  (value as { data: unknown }).data !== null

/** The text of a message, without mentions, pictures and the rest, trimmed at both ends. */
export const plainText = (segments: readonly Segment[]): string =>
  segments
    .filter((segment) => segment.type === 'text')
    .map((segment) => String(segment.data.text ?? ''))
    .join('')
    .trim()
