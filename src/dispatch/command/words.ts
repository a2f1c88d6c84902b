import type { Segment } from '../../protocol/message.js'

/** A word of text, without its quotes. */
export interface TextWord {
  readonly text: string
  readonly isQuoted: boolean
}

/** One argument as it was written: a word, or a segment such as a mention. */
export type Word = TextWord | { readonly segment: Segment }

/** Which characters end a quotation that begins with this one. Chinese keyboards write both halves at random. */
const closers: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”“'],
  ['”', '”“'],
  ['「', '」'],
  ['『', '』'],
])

interface Read {
  readonly word: Word | undefined
  /** The piece and the place in it behind the word. */
  readonly piece: number
  readonly offset: number
}

const space = /\s/

/** The words of what stands behind a command, read one after the other. */
export class Words {
  readonly #pieces: readonly (string | Segment)[]
  #piece = 0
  #offset = 0
  #ahead: Read | undefined
  /** Quotations that are not closed in this piece: looked for once, not once for each of their openings. */
  #unclosed = ''

  constructor(pieces: readonly (string | Segment)[]) {
    this.#pieces = pieces
  }

  /** The next word, which stays the next. */
  peek(): Word | undefined {
    this.#ahead ??= this.#read()
    return this.#ahead.word
  }

  next(): Word | undefined {
    const { word, piece, offset } = this.#ahead ?? this.#read()
    this.#ahead = undefined
    this.#piece = piece
    this.#offset = offset
    return word
  }

  /** All that is left, as it was written, trimmed. A mention is `@10001`; other segments are left out. */
  takeRest(): string {
    const [first, ...others] = this.#pieces.slice(this.#piece).map(textOf)
    this.#ahead = undefined
    this.#piece = this.#pieces.length
    return [first?.slice(this.#offset), ...others].join('').trim()
  }

  #read(): Read {
    let offset = this.#offset
    for (let piece = this.#piece; piece < this.#pieces.length; piece += 1, offset = 0) {
      const content = this.#pieces[piece]
      if (typeof content !== 'string') {
        if (content === undefined || isBlank(content)) continue
        if (content.type !== 'text') return { word: { segment: content }, piece: piece + 1, offset: 0 }
      }
      const text = textOf(content)
      if (piece !== this.#piece) this.#unclosed = ''
      while (offset < text.length && space.test(text.charAt(offset))) offset += 1
      if (offset < text.length) return { ...this.#readWord(text, offset), piece }
    }
    return { word: undefined, piece: this.#pieces.length, offset: 0 }
  }

  #readWord(text: string, from: number): Omit<Read, 'piece'> {
    const closing = closers.get(text.charAt(from))
    if (closing !== undefined && !this.#unclosed.includes(closing)) {
      const end = closingIndex(text, from + 1, closing)
      if (end !== -1) {
        const quoted = unescaped(text.slice(from + 1, end), closing)
        return { word: { text: quoted, isQuoted: true }, offset: end + 1 }
      }
      this.#unclosed += closing
    }
    let end = from + 1
    while (end < text.length && !space.test(text.charAt(end))) end += 1
    return { word: { text: text.slice(from, end), isQuoted: false }, offset: end }
  }
}

const isBlank = (segment: Segment): boolean => segment.type === 'text' && segment.data.text.trim() === ''

const textOf = (piece: string | Segment | undefined): string => {
  if (typeof piece === 'string') return piece
  if (piece?.type === 'text') return piece.data.text
  return piece?.type === 'at' ? `@${piece.data.qq}` : ''
}

const closingIndex = (text: string, from: number, closing: string): number => {
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1
    else if (closing.includes(text.charAt(at))) return at
  }
  return -1
}

/** In quotes, `\` makes an ordinary character of the closing quote and of another `\`. */
const unescaped = (text: string, closing: string): string =>
  text.replace(/\\(.)/gsu, (whole, escaped: string) =>
    escaped === '\\' || closing.includes(escaped) ? escaped : whole,
  )
