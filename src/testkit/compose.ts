import { encodeCqString } from '../protocol/cq-code.js'
import type { AnySegment } from '../protocol/message.js'
import type { World } from './world.js'
import { type Chat, Refusal } from './world-types.js'

/** What an implementation makes of the segments that it is given. */
export interface SendRules {
  readonly knows: readonly string[]
  /** Left out without a word. */
  readonly drops: readonly string[]
  readonly unknown: 'fail' | 'drop' | 'as-code'
  /** A quotation of a message that is not there. */
  readonly unknownQuote: 'fail' | 'drop'
  readonly mentionsInPrivate: boolean
  /** One quotation only, in front. */
  readonly oneQuote: boolean
  /** Data that has to be strings. */
  readonly strings: Readonly<Record<string, readonly string[]>>
}

const checkStrings = ({ strings }: SendRules, { type, data }: AnySegment): void => {
  for (const field of strings[type] ?? [])
    if (data[field] !== undefined && data[field] !== null && typeof data[field] !== 'string')
      throw new Refusal(`${type}.${field} is no string`)
}

const quotesAMessage = (world: World, { data }: AnySegment): boolean =>
  world.message(Number(data.id)) !== undefined

const withOneQuote = (segments: readonly AnySegment[]): AnySegment[] => {
  const quotes = segments.filter(({ type }) => type === 'reply')
  return [...quotes.slice(0, 1), ...segments.filter(({ type }) => type !== 'reply')]
}

/** The segments that an implementation hands to QQ. Throws a `Refusal` where it does not send at all. */
export const compose = (
  rules: SendRules,
  world: World,
  chat: Chat,
  segments: readonly AnySegment[],
): AnySegment[] => {
  const sent = segments.flatMap((segment): AnySegment[] => {
    const { type } = segment
    checkStrings(rules, segment)
    if (rules.drops.includes(type)) return []
    if (type === 'at' && chat.group === undefined && !rules.mentionsInPrivate) return []
    if (type === 'reply' && !quotesAMessage(world, segment)) {
      if (rules.unknownQuote === 'fail') throw new Refusal(`there is no message ${segment.data.id} to quote`)
      return []
    }
    if (rules.knows.includes(type)) return [segment]
    if (rules.unknown === 'fail') throw new Refusal(`未知的消息类型: ${type}`)
    return rules.unknown === 'drop' ? [] : [{ type: 'text', data: { text: encodeCqString([segment]) } }]
  })
  if (sent.every(({ type, data }) => type === 'text' && data.text === '')) throw new Refusal('消息体无法解析')
  return rules.oneQuote ? withOneQuote(sent) : sent
}
