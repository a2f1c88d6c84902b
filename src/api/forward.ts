import { ApiRefused } from '../errors.js'
import type { Caller } from '../protocol/action.js'
import { type ForwardNode, node, text } from '../protocol/build-segment.js'
import type { Conversation } from '../protocol/chat.js'
import type { ForwardItem, ForwardOptions } from '../protocol/forward.js'
import { type AnySegment, isSegment, type Reply } from '../protocol/message.js'
import { type SentMessage, sentMessageOf } from '../protocol/sent-message.js'

/** Longer texts QQ refuses now and then. */
const longestText = 3000

/**
 * Sends messages as one forward. Where the implementation refuses it, they are sent one by one; where nobody knows
 * what became of it, they are not, since it may be there already.
 */
export const sendForward = async (
  api: Caller,
  conversation: Conversation,
  items: readonly ForwardItem[],
  { nickname = String(api.selfId), signal }: ForwardOptions = {},
): Promise<SentMessage> => {
  const messages = items.flatMap(toMessages)
  if (messages.length === 0) throw new TypeError('a forward holds at least one message')
  const nodes = messages.map((content) =>
    isNode(content) ? content : node({ userId: api.selfId, nickname, content }),
  )
  const options = signal === undefined ? {} : { signal }
  const send = (kind: 'forward_msg' | 'msg', params: object): Promise<unknown> =>
    api.call<string>(`send_${chatOf(conversation)}_${kind}`, { ...conversation, ...params }, options)
  try {
    return sentMessageOf(await send('forward_msg', { messages: nodes }))
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.maybeDone || !messages.every(isWritten)) throw error
  }
  let last: SentMessage = {}
  for (const message of messages) last = sentMessageOf(await send('msg', { message: asMessage(message) }))
  return last
}

const chatOf = ({ user_id }: Conversation): 'private' | 'group' =>
  user_id === undefined ? 'group' : 'private'

const toMessages = (item: ForwardItem): readonly ForwardItem[] =>
  typeof item === 'string' ? splitText(item) : [item]

/** Pieces that are not too long, cut between lines where that is possible. */
export const splitText = (words: string): string[] => {
  const pieces: string[] = []
  for (let rest = words; rest !== ''; ) {
    const line = rest.length <= longestText ? -1 : rest.lastIndexOf('\n', longestText)
    const end = rest.length <= longestText ? rest.length : line > 0 ? line : wholeCharacters(rest)
    pieces.push(rest.slice(0, end))
    rest = rest.slice(line > 0 ? end + 1 : end)
  }
  return pieces
}

/** Half a character would be none. */
const wholeCharacters = (words: string): number =>
  /[\uD800-\uDBFF]/.test(words.charAt(longestText - 1)) ? longestText - 1 : longestText

const isNode = (item: ForwardItem): item is AnySegment => isSegment(item) && item.type === 'node'

/** A node that names a message by its id says nothing that could be sent. */
const isWritten = (item: ForwardItem): boolean => !isNode(item) || item.data.content !== undefined

/** What is sent where there is no forward: who says it, and what. */
const asMessage = (item: ForwardItem): Reply => {
  if (!isNode(item)) return item
  const { nickname, content } = item.data as Pick<ForwardNode, 'nickname' | 'content'>
  const said = typeof content === 'string' ? [text(content)] : isSegment(content) ? [content] : content
  return [text(`${nickname}：\n`), ...said]
}
