import { decodeCqString } from '../protocol/cq-code.js'
import type { AnySegment } from '../protocol/message.js'

const isSegment = (value: unknown): value is AnySegment =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** A message as it may come in a response or a call, as segments: a CQ string, an array, one segment. */
export const toList = (message: unknown, plain: boolean): AnySegment[] => {
  if (typeof message === 'string')
    return plain ? [{ type: 'text', data: { text: message } }] : decodeCqString(message)
  const given: readonly unknown[] = Array.isArray(message) ? message : [message]
  return given.filter(isSegment).map(({ type, data = {} }) => ({ type, data }))
}

const idOf = { at: 'qq', reply: 'id' } as const

/** Segments as people see them: neighbouring texts as one, ids as strings, nothing empty. */
export const toShown = (segments: readonly AnySegment[]): AnySegment[] => {
  const shown: AnySegment[] = []
  for (const { type, data } of segments) {
    const last = shown.at(-1)
    if (type === 'text') {
      const words = String(data.text ?? '')
      if (words === '') continue
      if (last?.type === 'text') {
        shown[shown.length - 1] = { type, data: { text: `${last.data.text}${words}` } }
      } else shown.push({ type, data: { text: words } })
    } else if (type === 'at' || type === 'reply') {
      const field = idOf[type]
      shown.push({ type, data: { ...data, [field]: String(data[field]) } })
    } else shown.push({ type, data })
  }
  return shown
}

/** What people read. */
export const textOf = (segments: readonly AnySegment[]): string =>
  segments
    .map(({ type, data }) => {
      if (type === 'text') return String(data.text)
      if (type === 'at') return `@${data.qq}`
      return type === 'reply' ? '' : `[${type}]`
    })
    .join('')

export const quotesOf = (segments: readonly AnySegment[]): number[] =>
  segments.flatMap(({ type, data }) => (type === 'reply' ? [Number(data.id)] : []))
