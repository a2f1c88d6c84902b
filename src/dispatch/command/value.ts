import { toId } from '../../protocol/ids.js'
import type { Picture } from '../../protocol/read-message.js'
import { parseDuration } from './duration.js'
import type { Word } from './words.js'

/** What the type of an argument makes of a word. */
export interface ValueTypes {
  /** One word, or several in quotes. */
  text: string
  number: number
  /** A whole number. */
  int: number
  /** A QQ number: a mention, or the digits. */
  user: number
  /** The number of a group. */
  group: number
  /** Seconds: `10m`, `1h30m`, `2小时`. */
  duration: number
  /** A picture in the message. */
  image: Picture
}

export type ValueType = keyof ValueTypes

/** The value of a word, `undefined` where it is none of this type. */
export type ReadValue<Value = unknown> = (word: Word) => Value | undefined

const textOf = (word: Word): string | undefined => ('text' in word ? word.text : undefined)

/** Phones write wide digits too. */
const numeral = (word: Word): string => textOf(word)?.normalize('NFKC') ?? ''

const account = (digits: string): number | undefined =>
  /^[1-9]\d{4,10}$/.test(digits) ? Number(digits) : undefined

const number: ReadValue<number> = (word) => {
  const digits = numeral(word)
  const value = Number(digits)
  return /^[+-]?\d+(\.\d+)?$/.test(digits) && Number.isFinite(value) ? value : undefined
}

const mentioned = (word: Word): number | undefined => {
  if ('text' in word || word.segment.type !== 'at') return undefined
  const id = toId(word.segment.data.qq)
  return typeof id === 'number' ? id : undefined
}

/** How each type is read. */
export const readers: { readonly [Type in ValueType]: ReadValue<ValueTypes[Type]> } = {
  text: textOf,
  number,
  int: (word) => {
    const value = number(word)
    return Number.isSafeInteger(value) ? value : undefined
  },
  user: (word) => mentioned(word) ?? account(numeral(word).replace(/^@/, '')),
  group: (word) => account(numeral(word)),
  duration: (word) => parseDuration(textOf(word) ?? ''),
  image: (word) => (!('text' in word) && word.segment.type === 'image' ? word.segment.data : undefined),
}

export const isValueType = (name: string): name is ValueType => Object.hasOwn(readers, name)

/** One of these words, in whatever case. */
export const readChoice =
  (choices: readonly string[]): ReadValue<string> =>
  (word) => {
    const written = textOf(word)?.toLowerCase()
    return choices.find((choice) => choice.toLowerCase() === written)
  }
