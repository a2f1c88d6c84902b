import { isId, toId } from './ids.js'
import type { LocalFile } from './local-file.js'
import { type AnySegment, isSegment, type Reply } from './message.js'

/** What a send resolves to. */
export interface SentMessage {
  /** A string in guilds; missing where the implementation does not say. */
  readonly message_id?: number | string
}

/** The `data` of a send as that. */
export const sentMessageOf = (data: unknown): SentMessage => {
  const id =
    typeof data === 'object' && data !== null && 'message_id' in data ? toId(data.message_id) : undefined
  return isId(id) ? { message_id: id } : {}
}

/** The segments that some implementation can send. Every scalar is a string: Lagrange rejects numbers. */
export interface SentSegmentMap {
  text: { text: string }
  at: { qq: string }
  face: { id: string }
  mface: { emoji_id: string; emoji_package_id: string; key: string; summary: string }
  image: {
    file: string | LocalFile
    summary?: string
    sub_type?: string
    subType?: string
    type?: 'flash'
    cache?: string
  }
  record: { file: string | LocalFile }
  video: { file: string | LocalFile; cover?: string | LocalFile; thumb?: string | LocalFile }
  file: { file: string | LocalFile; name?: string }
  reply: { id: string }
  forward: { id: string }
  node: { id: string } | { user_id: string; nickname: string; content: readonly AnySegment[] }
  json: { data: string }
  xml: { data: string; service_id?: string; resid?: string }
  markdown: { content: string }
  music:
    | { type: string; id: string }
    | { type: 'custom'; url: string; audio: string; title: string; content?: string; image?: string }
  contact: { type: 'qq' | 'group'; id: string }
  dice: { value?: string }
  rps: { value?: string }
  poke: { qq: string } | { type: string; id: string }
  shake: Record<never, never>
  location: { lat: string; lon: string; title?: string; content?: string }
  share: { url: string; title: string; content?: string; image?: string }
  tts: { text: string }
  cardimage: { file: string | LocalFile; source?: string; icon?: string }
  keyboard: { content: unknown }
  longmsg: { id: string }
}

/** One segment to send: `SentSegmentOf<'image'>`. */
export interface SentSegmentOf<Type extends keyof SentSegmentMap> {
  readonly type: Type
  readonly data: Readonly<SentSegmentMap[Type]>
}

/** What the builders build. An answer may also hold any other segment. */
export type SentSegment = { [Type in keyof SentSegmentMap]: SentSegmentOf<Type> }[keyof SentSegmentMap]

/** Nodes inside nodes are rewritten this deep. */
const maxNodeDepth = 16

/**
 * Segments as they travel: numbers become strings, also in the content of nodes; `null` and `undefined` are left
 * out. So what came in an event, or was written by hand with numbers, can be sent to every implementation.
 */
export const toSentSegments = (segments: readonly AnySegment[]): readonly AnySegment[] => sentAt(segments, 0)

/** A message as it travels. A string in which an implementation might read a CQ code is a text segment. */
export const toSentMessage = (message: Reply): string | readonly AnySegment[] => {
  if (typeof message !== 'string') return toSentSegments(isSegment(message) ? [message] : message)
  return /[&[\]]/.test(message) ? [{ type: 'text', data: { text: message } }] : message
}

/** Whether this can be sent: a string, a segment or segments. */
export const isReply = (value: unknown): value is Reply =>
  typeof value === 'string' || isSegment(value) || (Array.isArray(value) && value.every(isSegment))

const sentAt = (segments: readonly AnySegment[], depth: number): AnySegment[] =>
  segments.map(({ type, data }) => {
    const entries = Object.entries(data).filter(([, value]) => value !== undefined && value !== null)
    const sent = Object.fromEntries(entries.map(([key, value]) => [key, toSent(value, depth)]))
    if (type !== 'node' || typeof data.content !== 'string') return { type, data: sent }
    // An implementation would read CQ codes in the string.
    return { type, data: { ...sent, content: [{ type: 'text', data: { text: data.content } }] } }
  })

const toSent = (value: unknown, depth: number): unknown => {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  // A boolean stays one: for NapCat the string 'false' is true, and Lagrange reads no boolean from a string.
  if (!Array.isArray(value) || depth >= maxNodeDepth) return value
  return value.every(isSegment) ? sentAt(value, depth + 1) : value
}
