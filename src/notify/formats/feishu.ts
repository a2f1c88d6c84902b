import { at, atAll } from '../../protocol/build-segment.js'
import type { AnySegment } from '../../protocol/message.js'
import { type MessagePart, msg } from '../../protocol/msg.js'
import { listAt, textAt, valueAt } from '../template.js'
import { fromMarkdown } from './markdown.js'

type Read = (data: unknown) => readonly MessagePart[]

/** Feishu knows people by ids of its own; one that is a number is taken for a QQ number. */
const mention = (id: string, name: string): MessagePart => {
  if (id === 'all') return atAll()
  return /^[1-9]\d{4,10}$/.test(id) ? at(id) : `@${name || id}`
}

const tag = /<at (?:user_id|id)="?([^"<>]{1,100})"?>([^<>]{0,100})<\/at>/

/** Text with mentions in it: `<at user_id="all">everybody</at>`. */
const withMentions = (words: string, read: (piece: string) => MessagePart): readonly MessagePart[] =>
  // Split by a pattern with two groups: an id and a name stand between the pieces.
  words.split(tag).map((piece, index, pieces) => {
    if (index % 3 === 0) return read(piece)
    return index % 3 === 1 ? mention(piece, pieces[index + 1] ?? '') : undefined
  })

const readMarkdown = (words: string): readonly MessagePart[] => withMentions(words, fromMarkdown)

/** Pieces under one another, without those that say nothing. */
const under = (pieces: readonly (readonly MessagePart[])[]): readonly MessagePart[] =>
  pieces
    .filter((piece) => msg`${piece}`.length > 0)
    .flatMap((piece, index) => (index === 0 ? [piece] : ['\n', piece]))

/** What a paragraph of a post is made of. */
const inline: ReadonlyMap<string, (element: unknown) => MessagePart> = new Map<
  string,
  (element: unknown) => MessagePart
>([
  ['text', (element) => textAt(element, 'text')],
  ['md', (element) => readMarkdown(textAt(element, 'text'))],
  ['a', (element) => `${textAt(element, 'text')}（${textAt(element, 'href')}）`],
  ['at', (element) => mention(textAt(element, 'user_id'), textAt(element, 'user_name'))],
  ['img', () => '[图片]'],
])

const readInline = (element: unknown): MessagePart => inline.get(textAt(element, 'tag'))?.(element)

const readPost: Read = (body) => {
  const posts = valueAt(body, 'content.post')
  // In several languages: Chinese where there is some.
  const post = valueAt(posts, 'zh_cn') ?? Object.values(Object(posts))[0]
  const paragraphs = listAt(post, 'content').map((paragraph) =>
    Array.isArray(paragraph) ? paragraph.map(readInline) : [],
  )
  return under([[textAt(post, 'title')], ...paragraphs])
}

/** Elements inside elements are read this deep. */
const maxDepth = 8

/** What a card is made of: texts anywhere in it, the buttons with where they lead. */
const readElement = (element: unknown, depth = 0): readonly MessagePart[] => {
  switch (textAt(element, 'tag')) {
    case 'button':
      return [textAt(element, 'text.content'), textAt(element, 'url') && `：${textAt(element, 'url')}`]
    case 'img':
      return ['[图片]']
    default:
      return under([
        readMarkdown(textAt(element, 'text.content', textAt(element, 'content'))),
        ...listAt(element, 'fields').map((field) => readMarkdown(textAt(field, 'text.content'))),
        ...inner(element, depth).map((one) => readElement(one, depth + 1)),
      ])
  }
}

const inner = (element: unknown, depth: number): readonly unknown[] =>
  depth === maxDepth ? [] : ['elements', 'actions', 'columns'].flatMap((inside) => listAt(element, inside))

const readCard: Read = (body) =>
  under([
    [textAt(body, 'card.header.title.content')],
    ...['card.elements', 'card.body.elements'].flatMap((inside) =>
      listAt(body, inside).map((element) => readElement(element)),
    ),
  ])

const kinds: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['text', (body) => withMentions(textAt(body, 'content.text'), (piece) => piece)],
  ['post', readPost],
  ['interactive', readCard],
])

/**
 * A message for a bot of Feishu or Lark (`text`, `post`, the texts and buttons of `interactive`) as one for QQ.
 * `undefined`: it says nothing, or in a kind that is not known.
 */
export const feishuMessage = (body: unknown): readonly AnySegment[] | undefined => {
  const said = msg`${kinds.get(textAt(body, 'msg_type'))?.(body)}`
  return said.length === 0 ? undefined : said
}
