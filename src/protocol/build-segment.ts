import { LocalFile } from './local-file.js'
import { type Media, toFile } from './media.js'
import { type AnySegment, isSegment } from './message.js'
import type { SentSegmentMap, SentSegmentOf } from './sent-message.js'

/** A number or its digits; leaves as digits, since Lagrange rejects numbers. */
type Id = number | string

const segment = <Type extends keyof SentSegmentMap>(
  type: Type,
  data: SentSegmentMap[Type],
): SentSegmentOf<Type> => ({ type, data })

/** Only what is there: an implementation takes an empty option for a given one. */
const given = <Field extends string>(
  options: {
    readonly [F in Field]: Id | undefined
  },
): { [F in Field]?: string } => {
  const entries = Object.entries<Id | undefined>(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([field, value]) => [field, String(value)])) as {
    [F in Field]?: string
  }
}

/** Plain text; characters with a meaning in CQ codes stay plain. */
export const text = (content: string): SentSegmentOf<'text'> => segment('text', { text: content })

/** A mention of one member (a QQ number) or of everybody (`'all'`). NapCat drops it in private chats. */
export const at = (userId: Id): SentSegmentOf<'at'> => segment('at', { qq: String(userId) })

/** A mention of everybody. LLOneBot drops it where the account is no admin or has used it up for today. */
export const atAll = (): SentSegmentOf<'at'> => at('all')

/** A built-in QQ emoticon, by its number. */
export const face = (id: Id): SentSegmentOf<'face'> => segment('face', { id: String(id) })

export interface MarketFace {
  readonly emojiId: string
  readonly emojiPackageId: Id
  readonly key: string
  /** What clients show that cannot show the sticker. */
  readonly summary?: string
}

/** A sticker of the shop, by what a received one carries. go-cqhttp cannot send it. */
export const mface = ({ emojiId, emojiPackageId, key, summary = '' }: MarketFace): SentSegmentOf<'mface'> =>
  segment('mface', { emoji_id: emojiId, emoji_package_id: String(emojiPackageId), key, summary })

export interface ImageOptions {
  /** What stands in the list of chats instead of `[图片]`. go-cqhttp has none. */
  readonly summary?: string | undefined
  /** 0: a picture, 1: shown small, like a sticker. */
  readonly subType?: number | undefined
  /** Can be looked at once. go-cqhttp only. */
  readonly flash?: boolean | undefined
  /** `false`: go-cqhttp fetches the URL even if it has done so before. */
  readonly cache?: boolean | undefined
}

/** A picture: a URL, bytes, or a path on this machine. */
export const image = (
  media: Media,
  { summary, subType, flash, cache }: ImageOptions = {},
): SentSegmentOf<'image'> =>
  segment('image', {
    file: toFile(media),
    // NapCat knows the one name, the others the other.
    ...given({ summary, sub_type: subType, subType, cache: cache === false ? 0 : undefined }),
    ...(flash === true ? { type: 'flash' } : {}),
  })

/** A voice message: a URL, bytes, or a path on this machine. */
export const record = (media: Media): SentSegmentOf<'record'> => segment('record', { file: toFile(media) })

export interface VideoOptions {
  /** The picture before it plays. Lagrange has none. */
  readonly cover?: Media | undefined
}

/** A video: a URL, bytes, or a path on this machine. */
export const video = (media: Media, { cover }: VideoOptions = {}): SentSegmentOf<'video'> => {
  const picture = cover === undefined ? undefined : toFile(cover)
  return segment('video', {
    file: toFile(media),
    ...(picture === undefined ? {} : { cover: picture, thumb: picture }),
  })
}

export interface FileOptions {
  /** What people see. Default: the last part of a path on this machine. */
  readonly name?: string | undefined
}

/** A file. Lagrange cannot send it: call `upload_group_file` or `upload_private_file`. */
export const file = (media: Media, { name }: FileOptions = {}): SentSegmentOf<'file'> => {
  const content = toFile(media)
  return segment('file', {
    file: content,
    ...given({ name: name ?? (content instanceof LocalFile ? content.name : undefined) }),
  })
}

/** A quotation of the message with this `message_id`. Lagrange fails on one that it does not know. */
export const reply = (messageId: Id): SentSegmentOf<'reply'> => segment('reply', { id: String(messageId) })

/** Forwarded messages, by the id of a received `forward` segment. New ones: `send_forward_msg` with `node`s. */
export const forward = (id: string): SentSegmentOf<'forward'> => segment('forward', { id })

/** A message in a forward that nobody has sent before. */
export interface ForwardNode {
  readonly userId: Id
  readonly nickname: string
  /** A string is plain text. */
  readonly content: string | AnySegment | readonly AnySegment[]
}

/**
 * One message of a forward: a `message_id`, or who says what. Only for `send_group_forward_msg`,
 * `send_private_forward_msg` and `send_forward_msg`: NapCat and LLOneBot drop it elsewhere.
 */
export const node = (message: Id | ForwardNode): SentSegmentOf<'node'> => {
  if (typeof message !== 'object') return segment('node', { id: String(message) })
  const { userId, nickname, content } = message
  return segment('node', { user_id: String(userId), nickname, content: toContent(content) })
}

const toContent = (content: ForwardNode['content']): readonly AnySegment[] => {
  if (typeof content === 'string') return [text(content)]
  return isSegment(content) ? [content] : content
}

/** A card: JSON text, or what becomes JSON text. */
export const json = (data: string | object): SentSegmentOf<'json'> =>
  segment('json', { data: typeof data === 'string' ? data : JSON.stringify(data) })

export interface XmlOptions {
  readonly serviceId?: number | undefined
}

/** An XML card. NapCat and LLOneBot drop it. */
export const xml = (data: string, { serviceId }: XmlOptions = {}): SentSegmentOf<'xml'> =>
  segment('xml', { data, ...given({ service_id: serviceId, resid: serviceId }) })

/** Markdown. go-cqhttp and LLOneBot cannot send it. */
export const markdown = (content: string): SentSegmentOf<'markdown'> => segment('markdown', { content })

export type MusicPlatform = 'qq' | '163' | 'kugou' | 'migu' | 'kuwo'

export interface CustomMusic {
  /** Where a click leads. */
  readonly url: string
  /** What plays. */
  readonly audio: string
  readonly title: string
  readonly content?: string | undefined
  /** The URL of a picture; NapCat requires it. */
  readonly image?: string | undefined
}

/** A song of a platform, by its id there. Lagrange wants a `customMusic`; LLOneBot needs a sign server. */
export const music = (platform: MusicPlatform, id: Id): SentSegmentOf<'music'> =>
  segment('music', { type: platform, id: String(id) })

/** A song from anywhere. LLOneBot and Lagrange need a sign server for it. */
export const customMusic = ({ url, audio, title, content, image }: CustomMusic): SentSegmentOf<'music'> =>
  segment('music', { type: 'custom', url, audio, title, ...given({ content, image }) })

/** A recommendation of a user or a group. go-cqhttp and Lagrange cannot send it. */
export const contact = (type: 'qq' | 'group', id: Id): SentSegmentOf<'contact'> =>
  segment('contact', { type, id: String(id) })

/** A die. `value`, 1 to 6, for go-cqhttp only: with the others chance decides. */
export const dice = (value?: number): SentSegmentOf<'dice'> => segment('dice', given({ value }))

/** Rock, scissors, paper. `value`, 1 to 3, for go-cqhttp only: with the others chance decides. */
export const rps = (value?: number): SentSegmentOf<'rps'> => segment('rps', given({ value }))

/** A poke of a member, in groups. go-cqhttp only: with the others call `group_poke` or `send_poke`. */
export const poke = (userId: Id): SentSegmentOf<'poke'> => segment('poke', { qq: String(userId) })

/** The poke that is a message, by its number. Lagrange only. */
export const pokeMessage = (type: Id, id: Id = -1): SentSegmentOf<'poke'> =>
  segment('poke', { type: String(type), id: String(id) })

/** A shake of the window. LLOneBot only; NapCat fails the whole message. */
export const shake = (): SentSegmentOf<'shake'> => segment('shake', {})

export interface PlaceOptions {
  readonly title?: string | undefined
  readonly content?: string | undefined
}

/** A place, in degrees. Lagrange only: NapCat sends a place of its own instead. */
export const location = (
  lat: Id,
  lon: Id,
  { title, content }: PlaceOptions = {},
): SentSegmentOf<'location'> =>
  segment('location', { lat: String(lat), lon: String(lon), ...given({ title, content }) })

export interface ShareOptions {
  readonly content?: string | undefined
  /** The URL of a picture. */
  readonly image?: string | undefined
}

/** A link as a card. go-cqhttp only; NapCat fails the whole message. */
export const share = (
  url: string | URL,
  title: string,
  { content, image }: ShareOptions = {},
): SentSegmentOf<'share'> => segment('share', { url: String(url), title, ...given({ content, image }) })

/** Text that is read aloud. go-cqhttp only; NapCat fails the whole message. */
export const tts = (content: string): SentSegmentOf<'tts'> => segment('tts', { text: content })

export interface CardImageOptions {
  /** The name beside the icon. */
  readonly source?: string | undefined
  /** The URL of the icon. */
  readonly icon?: string | undefined
}

/** A picture as a card. go-cqhttp only; NapCat fails the whole message. */
export const cardImage = (
  media: Media,
  { source, icon }: CardImageOptions = {},
): SentSegmentOf<'cardimage'> => segment('cardimage', { file: toFile(media), ...given({ source, icon }) })

/** Buttons, as QQ defines them. Lagrange only; NapCat fails the whole message. */
export const keyboard = (content: object): SentSegmentOf<'keyboard'> => segment('keyboard', { content })

/** A long message, by the id of a received one. Lagrange only; NapCat fails the whole message. */
export const longMessage = (id: string): SentSegmentOf<'longmsg'> => segment('longmsg', { id })
