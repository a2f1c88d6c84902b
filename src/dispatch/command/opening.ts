import type { MessageEvent } from '../../protocol/event.js'
import type { Segment } from '../../protocol/message.js'

/** A message cut behind its first word. */
export interface Opening {
  /** With its prefix: `/ban`. */
  readonly word: string
  /** What follows it. */
  readonly rest: readonly (string | Segment)[]
}

/** The first word of a message. A quotation, a mention of the account and space may stand in front of it. */
export const openingOf = ({ message, self_id }: MessageEvent): Opening | undefined => {
  let isQuoting = false
  for (const [index, segment] of message.entries()) {
    if (segment.type === 'reply') isQuoting = true
    else if (segment.type === 'at') {
      // Who quotes somebody in a group mentions him too, unless he deletes the mention.
      if (segment.data.qq !== String(self_id) && !isQuoting) return undefined
    } else if (segment.type !== 'text') return undefined
    else if (segment.data.text.trim() !== '') return cut(segment.data.text, message.slice(index + 1))
  }
  return undefined
}

const cut = (text: string, after: readonly Segment[]): Opening => {
  const [whole = '', word = ''] = /^\s*(\S+)/.exec(text) ?? []
  return { word, rest: [text.slice(whole.length), ...after] }
}
