/** One piece of a message as OneBot writes it, of any type: `{ type: 'at', data: { qq: '10001' } }`. */
export interface AnySegment {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What a reply may be. A string is plain text: nothing in it can become a CQ code. */
export type Reply = string | AnySegment | readonly AnySegment[]

/** One message of a forward whose content came with it. Its other fields are as the sender wrote them. */
export interface ForwardedMessage {
  readonly message: readonly Segment[]
  readonly [field: string]: unknown
}

/**
 * The segments that events carry, in one shape whatever the sender (`docs/messages.md`). Required data is
 * always there, `''` where the sender left it out. Further data keeps the sender's names.
 */
export interface SegmentMap {
  text: { text: string }
  /** A mention; `qq` is a QQ number or `all`. `name` comes without the `@`. */
  at: { qq: string; name?: string }
  /** A built-in emoticon. `resultId` and `chainCount` belong to the animated ones, `raw` is NapCat's. */
  face: {
    id: string
    sub_type?: number
    large?: boolean
    type?: string
    resultId?: string
    chainCount?: number
    raw?: unknown
  }
  /** A picture. `file` is its name, hash or URL; `url` has an expiry. `sub_type` 0 is a photo, 1 a sticker. */
  image: {
    file: string
    url?: string
    summary?: string
    sub_type?: number
    /** Bytes. */
    file_size?: string
    filename?: string
    path?: string
    /** `flash` or `show`. */
    type?: string
    /** The effect of a `show`. */
    id?: string
  }
  /** A sticker of the shop. */
  mface: { emoji_id: string; emoji_package_id?: number; key?: string; summary?: string; url?: string }
  record: { file: string; url?: string; path?: string; file_size?: string }
  video: { file: string; url?: string; path?: string; file_size?: string }
  /** A file; `file` is its name. `url` may be one of the machine of the implementation (`file://`). */
  file: {
    file: string
    file_id?: string
    /** Bytes. */
    file_size?: string
    url?: string
    path?: string
    file_hash?: string
    busid?: number
  }
  /** A quotation; `id` is a `message_id`, `'0'` from Lagrange where it is not known. */
  reply: { id: string; seq?: string; qq?: string; time?: number; text?: string }
  /** Forwarded messages, to be read with `get_forward_msg`. `id` may have 64 bits: never make it a number. */
  forward: {
    id: string
    content?: readonly ForwardedMessage[]
    filename?: string
    summary?: string
    desc?: string
  }
  /** A card; `data` is JSON text. */
  json: { data: string; resid?: string }
  xml: { data: string; service_id?: number; resid?: string }
  /** `result`: 1 to 6; Lagrange does not tell. */
  dice: { result?: string }
  /** `result`: what the implementation calls rock, scissors or paper; Lagrange does not tell. */
  rps: { result?: string }
  basketball: { id: string }
  /** The poke that is a message. The one of the avatar is a notice. */
  poke: { type: string; id: string; strength?: number }
  markdown: { content: string }
  keyboard: { rows?: unknown; content?: unknown }
  flash_file: { file_set_id: string; title?: string; scene_type?: number }
  /** A file sent directly from computer to computer. */
  onlinefile: { msgId: string; elementId: string; fileName: string; fileSize: string; isDir: boolean }
  contact: { type: string; id: string }
  /** Degrees. */
  location: { lat: string; lon: string; title?: string; content?: string }
  longmsg: { id: string }
  redbag: { title: string }
}

/** One known segment: `SegmentOf<'image'>`. */
export interface SegmentOf<Type extends keyof SegmentMap> {
  readonly type: Type
  readonly data: Readonly<SegmentMap[Type]>
}

/**
 * A segment of a type that the table does not have. At run time `type` is whatever the sender wrote; to compare
 * it, take the segment as an `AnySegment`.
 */
export interface UnknownSegment {
  // A `string` would fit every comparison, and `type === 'image'` would no longer tell what `data` is.
  readonly type: '(of another type)'
  readonly data: Readonly<Record<string, unknown>>
}

/** A segment of an event. `segment.type === 'image'` tells what `data` is. */
export type Segment = { [Type in keyof SegmentMap]: SegmentOf<Type> }[keyof SegmentMap] | UnknownSegment

export const isSegment = (value: unknown): value is AnySegment =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { type?: unknown }).type === 'string' &&
  typeof (value as { data?: unknown }).data === 'object' &&
  (value as { data: unknown }).data !== null

/** The text of a message, without mentions, pictures and the rest, trimmed at both ends. */
export const plainText = (segments: readonly AnySegment[]): string => {
  let words = ''
  for (const { type, data } of segments)
    if (type === 'text' && typeof data.text === 'string') words += data.text
  return words.trim()
}
