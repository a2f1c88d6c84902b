import { image } from '../../protocol/build-segment.js'
import type { AnySegment } from '../../protocol/message.js'

/** Bounds keep the time in proportion to the text, whatever is in it. */
const picture = /!\[[^\]\n]{0,200}\]\((https?:\/\/[^)\s]{1,2000})\)/

const rewrites: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/!?\[([^\]\n]{1,200})\]\(([^)\s]{1,2000})\)/g, '$1（$2）'],
  [/<br\s{0,9}\/?>/gi, '\n'],
  [/<\/?(?:font|text_tag|b|i|strong|em)(?:\s[^<>]{0,200})?>/gi, ''],
  [/^[ \t]{0,9}#{1,6}[ \t]+/gm, ''],
  [/^[ \t]{0,9}>[ \t]?/gm, ''],
  [/^([ \t]{0,9})[-*+][ \t]+/gm, '$1· '],
  [/\*\*|__|~~|`{1,3}/g, ''],
  [/\n{3,}/g, '\n\n'],
]

/** Markdown as it can be read where nobody renders it. */
const plain = (words: string): string =>
  rewrites.reduce((rewritten, [pattern, by]) => rewritten.replace(pattern, by), words)

/** A picture, by an address only: a path would be read from this machine. */
export const pictureOf = (url: string): AnySegment | undefined =>
  /^https?:\/\//.test(url) ? image(url) : undefined

/** Markdown as text and pictures. */
export const fromMarkdown = (words: string): readonly (string | AnySegment)[] =>
  // Split by a pattern with one group: the addresses of pictures stand at the odd places.
  words.split(picture).map((piece, index) => (index % 2 === 0 ? plain(piece) : image(piece)))
