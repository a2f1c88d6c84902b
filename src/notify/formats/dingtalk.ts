import { at, atAll } from '../../protocol/build-segment.js'
import type { AnySegment } from '../../protocol/message.js'
import { type MessagePart, msg } from '../../protocol/msg.js'
import { listAt, textAt, valueAt } from '../template.js'
import { lines } from './lines.js'
import { fromMarkdown, pictureOf } from './markdown.js'

type Read = (body: unknown) => readonly MessagePart[]

const link = (title: string, url: string): string => [title, url].filter((part) => part !== '').join('：')

const readActionCard: Read = (body) => {
  const one = link(textAt(body, 'actionCard.singleTitle'), textAt(body, 'actionCard.singleURL'))
  const others = listAt(body, 'actionCard.btns').map((button) =>
    link(textAt(button, 'title'), textAt(button, 'actionURL')),
  )
  const text = fromMarkdown(textAt(body, 'actionCard.text', textAt(body, 'actionCard.title')))
  const buttons = lines(one, ...others)
  return buttons === '' ? [text] : [text, '\n', buttons]
}

const readFeedCard: Read = (body) => [
  lines(
    ...listAt(body, 'feedCard.links').map((one) => link(textAt(one, 'title'), textAt(one, 'messageURL'))),
  ),
]

const kinds: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['text', (body) => [textAt(body, 'text.content')]],
  ['markdown', (body) => [fromMarkdown(textAt(body, 'markdown.text', textAt(body, 'markdown.title')))]],
  [
    'link',
    (body) => [
      lines(textAt(body, 'link.title'), textAt(body, 'link.text'), textAt(body, 'link.messageUrl')),
      pictureOf(textAt(body, 'link.picUrl')),
    ],
  ],
  ['actionCard', readActionCard],
  ['feedCard', readFeedCard],
])

/** DingTalk knows people by phone numbers and ids of its own; an id that is a number is taken for a QQ number. */
const mentions = (body: unknown): readonly MessagePart[] => {
  const people = listAt(body, 'at.atUserIds').filter((id) => /^[1-9]\d{4,10}$/.test(String(id)))
  const isForAll = String(valueAt(body, 'at.isAtAll')) === 'true'
  return [isForAll && atAll(), ...people.map((id) => at(String(id)))].flatMap((one) =>
    one ? [' ', one] : [],
  )
}

/**
 * A message for a bot of DingTalk (`text`, `markdown`, `link`, `actionCard`, `feedCard`, with `at`) as one for QQ.
 * `undefined`: it says nothing, or in a kind that is not known.
 */
export const dingtalkMessage = (body: unknown): readonly AnySegment[] | undefined => {
  const said = kinds.get(textAt(body, 'msgtype'))?.(body)
  return msg`${said}`.length === 0 ? undefined : msg`${said}${mentions(body)}`
}
