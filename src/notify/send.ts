import type { Api } from '../protocol/action.js'
import type { ForwardItem } from '../protocol/forward.js'
import { type AnySegment, isSegment, type Reply } from '../protocol/message.js'
import { type SentMessage, sentMessageOf } from '../protocol/sent-message.js'
import type { TargetPlace } from '../protocol/target-name.js'

/** Longer texts QQ refuses now and then. */
const defaultForwardBeyond = 3000

export interface SendOptions {
  /** Characters. */
  readonly forwardBeyond?: number | undefined
}

/** Sends a message, or a forward where its text is too long for one. Rejects like `api.call`. */
export const sendTo = async (
  api: Api,
  place: TargetPlace,
  content: Reply,
  { forwardBeyond = defaultForwardBeyond }: SendOptions = {},
): Promise<SentMessage> => {
  if (lengthOf(content) > forwardBeyond) return api.sendForward(place, [asItem(content)])
  const { group_id, user_id } = place
  const sent =
    group_id === undefined
      ? await api.call('send_private_msg', { user_id, message: content })
      : await api.call('send_group_msg', { group_id, message: content })
  return sentMessageOf(sent)
}

/** A message as its segments. */
export const segmentsOf = (content: Reply): readonly AnySegment[] => {
  if (typeof content === 'string') return [{ type: 'text', data: { text: content } }]
  return isSegment(content) ? [content] : content
}

const textOf = ({ type, data }: AnySegment): string =>
  type === 'text' && typeof data.text === 'string' ? data.text : ''

const lengthOf = (content: Reply): number =>
  segmentsOf(content).reduce((length, segment) => length + textOf(segment).length, 0)

/** Text alone can be cut into several messages of the forward. */
const asItem = (content: Reply): ForwardItem => {
  const segments = segmentsOf(content)
  return segments.every(({ type }) => type === 'text') ? segments.map(textOf).join('') : segments
}
