import type { AnyEvent } from '../protocol/event.js'
import { openingOf } from './command/opening.js'
import { isMessage } from './is-message.js'

/** The key of messages whose whole text is this. */
export const textKey = (text: string): string => `text ${text}`

/** The key of messages that begin with this word, prefix and all. */
export const commandKey = (word: string): string => `command ${word.toLowerCase()}`

/** The keys of an event: what the links of a chain are looked up by. */
export const keysOf = (event: AnyEvent): readonly string[] => {
  if (!isMessage(event)) return []
  const word = openingOf(event)?.word
  return [textKey(event.text), ...(word === undefined ? [] : [commandKey(word)])]
}
