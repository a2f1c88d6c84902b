import { nearest } from '../../nearest.js'
import type { AnyEvent, MessageEvent } from '../../protocol/event.js'
import type { LooseLink, Run } from '../chain.js'
import { isMessage } from '../is-message.js'
import type { Command } from './command.js'
import type { Texts } from './language.js'
import { openingOf } from './opening.js'
import { shorten } from './usage.js'

/** What there is to suggest. */
export interface Offer {
  readonly texts: Texts
  readonly prefixes: ReadonlySet<string>
  /** What all commands are called with, prefix and all. */
  readonly words: () => Iterable<string>
  readonly calledBy: (word: string) => readonly Command[]
  /** What this sender may use here. */
  readonly visible: (event: MessageEvent) => Promise<readonly Command[]>
}

/** Longer than any name of a command. */
const maxLength = 32

/** With its prefix of one letter: one may differ in `/ban`, two in `/unban`. */
const allowedTypos = (length: number): number => (length < 3 ? 0 : length < 6 ? 1 : 2)

const nearestIn = (words: Iterable<string>, word: string): string | undefined =>
  nearest(word, words, allowedTypos)

const looksLikeCommand = (word: string, prefixes: Iterable<string>): boolean =>
  word.length <= maxLength &&
  [...prefixes].some((prefix) => word.startsWith(prefix) && /^[\p{L}\p{N}]/u.test(word.slice(prefix.length)))

/** The other kind of chat, where all of these commands work only there. */
const otherChat = (event: MessageEvent, commands: readonly Command[]): 'group' | 'private' | undefined => {
  const other = event.message_type === 'group' ? 'private' : 'group'
  return commands.length > 0 && commands.every(({ options }) => options.in === other) ? other : undefined
}

/** Behind everything else: answers what is nearly a command where nobody else does. */
export const suggestionLink = ({ texts, prefixes, words, calledBy, visible }: Offer): LooseLink => {
  /** Only what the sender may use here is offered to him. */
  const guess = async (event: MessageEvent, word: string, near: string): Promise<string | undefined> => {
    const offered = (await visible(event)).flatMap((command) => command.words)
    const found = offered.includes(near) ? near : nearestIn(offered, word)
    return found === undefined ? undefined : texts.didYouMean(shorten(word), found)
  }
  const concerns = (event: AnyEvent): Run | string => {
    if (!isMessage(event)) return 'it is no message'
    if (prefixes.size === 0) return 'there are no commands'
    const word = openingOf(event)?.word.toLowerCase() ?? ''
    if (!looksLikeCommand(word, prefixes)) return 'it does not begin like a command'
    const known = calledBy(word)
    const elsewhere = otherChat(event, known)
    const near = known.length === 0 ? nearestIn(words(), word) : undefined
    if (elsewhere === undefined && near === undefined) return 'nothing was mistyped'
    return async (next) => {
      const { answers } = await next()
      if (answers.length > 0) return undefined
      if (elsewhere !== undefined) return texts.only[elsewhere]
      return near && guess(event, word, near)
    }
  }
  return { name: 'did you mean', concerns }
}
