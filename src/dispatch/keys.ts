import type { AnyEvent } from '../protocol/event.js'
import { openingOf } from './command/opening.js'
import { isMessage } from './is-message.js'

/** The messages that a link may concern: those whose whole text is one of these, or that begin with one of these. */
export interface Keys {
  readonly texts?: readonly string[]
  /** Prefix and all, in small letters. */
  readonly words?: readonly string[]
}

const none: readonly never[] = []

/** By the keys of an event, what was put there under them. */
export class ByKeys<Value> {
  readonly #byText = new Map<string, readonly Value[]>()
  readonly #byWord = new Map<string, readonly Value[]>()
  /** The letters that words have begun with: to cut a message open costs more than to look at its first one. */
  readonly #initials = new Set<string>()

  add({ texts = [], words = [] }: Keys, value: Value): void {
    const withIt = (values: readonly Value[]): readonly Value[] => [...values, value]
    for (const text of new Set(texts)) change(this.#byText, text, withIt)
    for (const word of new Set(words)) {
      change(this.#byWord, word, withIt)
      this.#initials.add(word.charAt(0))
    }
  }

  remove({ texts = [], words = [] }: Keys, value: Value): void {
    const without = (values: readonly Value[]): readonly Value[] => values.filter((other) => other !== value)
    for (const text of texts) change(this.#byText, text, without)
    for (const word of words) change(this.#byWord, word, without)
  }

  /** The same list for the same text or word, as long as nothing is added or removed; a new one where both are known. */
  for(event: AnyEvent): readonly Value[] {
    if (!isMessage(event)) return none
    const byText = this.#byText.get(event.text)
    const initial = event.text.charAt(0).toLowerCase().charAt(0)
    const word = this.#initials.has(initial) ? openingOf(event)?.word : undefined
    const byWord = word === undefined ? undefined : this.#byWord.get(word.toLowerCase())
    if (byText === undefined || byWord === undefined) return byText ?? byWord ?? none
    return [...byText, ...byWord]
  }

  get all(): readonly Value[] {
    return [...new Set([...this.#byText.values(), ...this.#byWord.values()].flat())]
  }
}

const change = <Value>(
  map: Map<string, readonly Value[]>,
  key: string,
  to: (values: readonly Value[]) => readonly Value[],
): void => {
  const values = to(map.get(key) ?? [])
  if (values.length === 0) map.delete(key)
  else map.set(key, values)
}
