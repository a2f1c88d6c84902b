import type { AnyEvent } from '../protocol/event.js'
import { type LooseLink, type Run, unlessAnswered } from './chain.js'
import type { AnyTextHandler, TextPattern } from './handler.js'
import { isMessage } from './is-message.js'
import type { Judge, Matcher } from './matcher.js'

/** How a text is compared. */
interface Comparison {
  readonly name: string
  /** The texts that can fit, where they can be listed. */
  readonly texts?: readonly string[]
  readonly match: (text: string) => readonly (string | undefined)[] | null
  readonly why: string
}

const byList = (patterns: readonly string[]): Comparison => {
  const byText = new Map(patterns.map((pattern) => [pattern.trim(), pattern]))
  return {
    name: `text ${patterns.join(' | ')}`,
    texts: [...byText.keys()],
    match: (text) => {
      const pattern = byText.get(text)
      return pattern === undefined ? null : [pattern]
    },
    why: `the text is not ${patterns.join(' or ')}`,
  }
}

const byExpression = (pattern: RegExp): Comparison => {
  const own = new RegExp(pattern)
  return {
    name: `text ${pattern}`,
    match: (text) => {
      // With the flag g or y it would go on where it last stopped.
      own.lastIndex = 0
      return own.exec(text)
    },
    why: `the text does not fit ${pattern}`,
  }
}

const compare = (pattern: TextPattern): Comparison => {
  if (pattern instanceof RegExp) return byExpression(pattern)
  const patterns = typeof pattern === 'string' ? [pattern] : pattern
  if (Array.isArray(patterns) && patterns.length > 0 && patterns.every((each) => typeof each === 'string'))
    return byList(patterns)
  throw new TypeError('bot.text takes a string, a list of strings or a regular expression')
}

/** A link that takes the messages whose text fits, unless its handler has nothing to answer. */
export const textLink = (
  pattern: TextPattern,
  handler: AnyTextHandler,
  judge: Judge,
  matcher?: Matcher,
): LooseLink => {
  const { name, texts, match, why } = compare(pattern)
  const concerns = (event: AnyEvent): Run | string => {
    if (!isMessage(event)) return 'it is no message'
    const found = match(event.text)
    if (found === null) return why
    const verdict = matcher === undefined || judge(matcher, event)
    if (verdict !== true) return `${matcher?.name}: ${verdict}`
    return (next) => unlessAnswered(handler(event, found), next)
  }
  const keys = texts === undefined ? {} : { keys: { texts } }
  return { name, concerns, takes: 'with an answer', matcher: matcher?.name, ...keys }
}
