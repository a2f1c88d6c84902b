import { ApiProtocolError } from '../errors.js'
import type { Caller, UnknownParams } from '../protocol/action.js'
import type { StoredMessage } from '../protocol/action-map.js'
import type { Conversation } from '../protocol/chat.js'
import type { HistoryOptions, PastMessage } from '../protocol/history.js'
import type { Id } from '../protocol/ids.js'
import { plainText } from '../protocol/message.js'
import { toSegments } from '../protocol/normalize.js'

const pageSize = 20
const defaultLimit = 100

/** The messages of a conversation from the newest to the oldest, page by page, as far as somebody reads on. */
export async function* readHistory(
  api: Caller,
  conversation: Conversation,
  { limit = defaultLimit, before, signal }: HistoryOptions = {},
): AsyncGenerator<PastMessage, void> {
  const seen = new Set<Id>(before === undefined ? [] : [before.message_id])
  let anchor = before
  for (let left = limit; left > 0; ) {
    const page = newestFirst(await readPage(api, conversation, anchor, signal))
    // The page begins with the message that it was asked for by.
    const fresh = page.filter(({ message_id }) => !seen.has(message_id))
    if (fresh.length === 0) return
    for (const stored of fresh.slice(0, left)) {
      seen.add(stored.message_id)
      const message = toSegments(stored.message)
      yield { ...stored, message, text: plainText(message) }
    }
    left -= fresh.length
    anchor = fresh.at(-1)
  }
}

const readPage = async (
  api: Caller,
  conversation: Conversation,
  anchor: HistoryOptions['before'],
  signal: AbortSignal | undefined,
): Promise<readonly StoredMessage[]> => {
  const [action, chat] =
    conversation.user_id === undefined
      ? (['get_group_msg_history', { group_id: conversation.group_id }] as const)
      : (['get_friend_msg_history', { user_id: conversation.user_id }] as const)
  const params: UnknownParams = {
    ...chat,
    count: pageSize,
    // NapCat goes forward without it; LLOneBot and go-cqhttp go back in any case.
    reverseOrder: true,
    ...(anchor === undefined ? {} : { message_seq: anchor.message_seq ?? anchor.message_id }),
  }
  const data = await api.call<string>(action, params, signal === undefined ? {} : { signal })
  const { messages } = { ...(data as { readonly messages?: readonly StoredMessage[] }) }
  if (!Array.isArray(messages)) throw new ApiProtocolError(action, `${action}: the answer holds no messages`)
  return messages
}

/** Implementations differ in where a page begins. */
const newestFirst = (page: readonly StoredMessage[]): readonly StoredMessage[] => {
  const [first, last] = [page[0], page.at(-1)]
  if (first === undefined || last === undefined) return []
  return positionOf(first) > positionOf(last) ? page : page.toReversed()
}

const positionOf = ({ time, real_seq }: StoredMessage): number => Number(real_seq ?? time)
