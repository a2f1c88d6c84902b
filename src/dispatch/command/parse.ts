import type { Parameter, Spec } from './spec.js'
import type { Word, Words } from './words.js'

/** Why words are no arguments of a command. */
export type Problem =
  | { readonly kind: 'missing'; readonly parameter: Parameter }
  | { readonly kind: 'misfit'; readonly parameter: Parameter; readonly found: string }
  | { readonly kind: 'unknown option' | 'surplus'; readonly found: string }

export type Args = Readonly<Record<string, unknown>>

/** The arguments, by name, or what is wrong. */
export type Parsed = { readonly args: Args } | { readonly problem: Problem }

/** Where an option begins. Phones make one long dash of two. */
const dashes = /^(?:--|[—–]{1,2})(?=\p{L})/u

const show = (word: Word | undefined): string => {
  if (word === undefined) return ''
  if ('text' in word) return word.text
  return word.segment.type === 'at' ? `@${word.segment.data.qq}` : `[${word.segment.type}]`
}

/** An option as it was written, `--times=3` or `-t`. */
interface Written {
  readonly parameter: Parameter | undefined
  readonly found: string
  /** What follows `=`. */
  readonly value: string | undefined
}

/** What this word says about options; `undefined`: it is an argument. */
const toOption = (word: Word, options: readonly Parameter[]): Written | undefined => {
  if (!('text' in word) || word.isQuoted) return undefined
  const { text } = word
  const letter = /^-(\p{L})$/u.exec(text)?.[1]
  if (letter !== undefined) {
    const parameter = options.find(({ short }) => short === letter)
    return parameter && { parameter, found: text, value: undefined }
  }
  const begin = dashes.exec(text)?.[0]
  if (begin === undefined) return undefined
  const equals = text.indexOf('=')
  const name = text.slice(begin.length, equals === -1 ? undefined : equals)
  const parameter = options.find((option) => option.name === name)
  // A long dash is also what prose begins with.
  if (parameter === undefined && begin !== '--') return undefined
  return { parameter, found: text, value: equals === -1 ? undefined : text.slice(equals + 1) }
}

const isEndOfOptions = (word: Word): boolean => 'text' in word && !word.isQuoted && word.text === '--'

/** One reading of the words behind a command. */
class Reading {
  readonly values = new Map<string, unknown>()
  readonly #spec: Spec
  readonly #words: Words
  readonly #list: unknown[] = []
  #areOptionsOver: boolean
  #position = 0

  constructor(spec: Spec, words: Words) {
    this.#spec = spec
    this.#words = words
    this.#areOptionsOver = spec.options.length === 0
  }

  /** Reads all words, or up to what is wrong. */
  read(): Problem | undefined {
    for (let word = this.#words.peek(); word !== undefined; word = this.#words.peek()) {
      const problem = this.#readNext(word)
      if (problem !== undefined) return problem
    }
    return undefined
  }

  #readNext(word: Word): Problem | undefined {
    const option = this.#areOptionsOver ? undefined : toOption(word, this.#spec.options)
    if (option !== undefined) return this.#readOption(option)
    if (!this.#areOptionsOver && isEndOfOptions(word)) {
      this.#words.next()
      this.#areOptionsOver = true
      return undefined
    }
    const parameter = this.#spec.args[this.#position]
    if (parameter === undefined) return { kind: 'surplus', found: show(word) }
    if (!parameter.isRest) this.#position += 1
    if (!isTextRest(parameter)) return this.#take(parameter, this.#words.next())
    this.values.set(parameter.name, this.#words.takeRest())
    return undefined
  }

  #readOption({ parameter, found, value }: Written): Problem | undefined {
    this.#words.next()
    if (parameter === undefined || (parameter.type === 'flag' && value !== undefined))
      return { kind: 'unknown option', found }
    if (parameter.type !== 'flag')
      return this.#take(
        parameter,
        value === undefined ? this.#words.next() : { text: value, isQuoted: false },
      )
    this.values.set(parameter.name, true)
    return undefined
  }

  #take(parameter: Parameter, word: Word | undefined): Problem | undefined {
    const value = word && parameter.read(word)
    if (value === undefined) return { kind: 'misfit', parameter, found: show(word) }
    if (parameter.isRest) this.#list.push(value)
    this.values.set(parameter.name, parameter.isRest ? this.#list : value)
    return undefined
  }
}

const isTextRest = ({ isRest, type }: Parameter): boolean => isRest && type === 'text'

/** The words behind a command → its arguments. Never throws. */
export const parseArgs = (spec: Spec, words: Words): Parsed => {
  const reading = new Reading(spec, words)
  const problem = reading.read()
  return problem === undefined ? complete([...spec.args, ...spec.options], reading.values) : { problem }
}

/** With what was left out. */
const complete = (parameters: readonly Parameter[], values: ReadonlyMap<string, unknown>): Parsed => {
  const missing = parameters.find(({ name, isRequired }) => isRequired && (values.get(name) ?? '') === '')
  if (missing !== undefined) return { problem: { kind: 'missing', parameter: missing } }
  return {
    args: Object.fromEntries(
      parameters.map((parameter) => [parameter.name, values.get(parameter.name) ?? leftOut(parameter)]),
    ),
  }
}

const leftOut = (parameter: Parameter): unknown => {
  if (parameter.type === 'flag') return false
  if (isTextRest(parameter)) return ''
  return parameter.isRest ? [] : parameter.preset?.value
}
