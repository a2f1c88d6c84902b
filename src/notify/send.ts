import { ApiRefused } from '../errors.js'
import type { Api } from '../protocol/action.js'
import { reply } from '../protocol/build-segment.js'
import type { ForwardItem } from '../protocol/forward.js'
import type { Id } from '../protocol/ids.js'
import { type AnySegment, isSegment, type Reply } from '../protocol/message.js'
import { type SentMessage, sentMessageOf } from '../protocol/sent-message.js'
import type { TargetPlace } from '../protocol/target-name.js'

/** Longer texts QQ refuses now and then. */
const defaultForwardBeyond = 3000

/** Where a message goes, and who sends it. */
export interface Address {
  readonly api: Api
  readonly place: TargetPlace
  /** Characters beyond which a text is sent as a forward. */
  readonly forwardBeyond: number | undefined
}

/** Sends a message, or a forward where its text is too long for one. Rejects like `api.call`. */
export const sendTo = async (address: Address, content: Reply): Promise<SentMessage> => {
  const { api, place } = address
  if (isForward(address, content)) return api.sendForward(place, [asItem(content)])
  const { group_id, user_id } = place
  const sent =
    group_id === undefined
      ? await api.call('send_private_msg', { user_id, message: content })
      : await api.call('send_group_msg', { group_id, message: content })
  return sentMessageOf(sent)
}

/** Sends it with a quotation, where there can be one: forwards quote nothing, and what is quoted may be gone. */
export const sendQuoting = async (address: Address, id: Id, content: Reply): Promise<SentMessage> => {
  if (isForward(address, content)) return sendTo(address, content)
  try {
    return await sendTo(address, [reply(id), ...segmentsOf(content)])
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.maybeDone) throw error
    return sendTo(address, content)
  }
}

/** Whether its text is too long for one message. */
export const isForward = (
  { forwardBeyond = defaultForwardBeyond }: Pick<Address, 'forwardBeyond'>,
  content: Reply,
): boolean => segmentsOf(content).map(textOf).join('').length > forwardBeyond

/** A message as its segments. */
export const segmentsOf = (content: Reply): readonly AnySegment[] => {
  if (typeof content === 'string') return [{ type: 'text', data: { text: content } }]
  return isSegment(content) ? [content] : content
}

const textOf = ({ type, data }: AnySegment): string =>
  type === 'text' && typeof data.text === 'string' ? data.text : ''

/** Text alone can be cut into several messages of the forward. */
const asItem = (content: Reply): ForwardItem => {
  const segments = segmentsOf(content)
  return segments.every(({ type }) => type === 'text') ? segments.map(textOf).join('') : segments
}
