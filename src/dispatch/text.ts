import type { AnyEvent, MessageEvent } from '../protocol/event.js'
import { isAnswer } from './answers.js'
import type { LooseLink } from './chain.js'
import type { TextHandler, TextMatch } from './handler.js'

const isMessage = (event: AnyEvent): event is MessageEvent =>
  event.name === 'message.group' || event.name === 'message.private'

/** A string has to be the whole text; a regular expression says itself how much of it. */
const toMatcher = (pattern: string | RegExp): ((text: string) => TextMatch | null) => {
  if (typeof pattern !== 'string') {
    const own = new RegExp(pattern)
    return (text) => {
      // With the flag g or y it would go on where it last stopped.
      own.lastIndex = 0
      return own.exec(text)
    }
  }
  const wanted = pattern.trim()
  return (text) => (text === wanted ? [text] : null)
}

/** A link that takes the messages whose text fits, unless its handler has nothing to answer. */
export const textLink = (pattern: string | RegExp, handler: TextHandler): LooseLink => {
  if (typeof pattern !== 'string' && !(pattern instanceof RegExp)) {
    throw new TypeError('bot.text takes a string or a regular expression')
  }
  const match = toMatcher(pattern)
  return {
    name: `text ${pattern}`,
    concerns: (event) => {
      const found = isMessage(event) ? match(event.text) : null
      if (!isMessage(event) || found === null) return undefined
      return async (next) => {
        const answer = await handler(event, found)
        return isAnswer(answer) ? answer : next()
      }
    },
  }
}
