import type { AnySegment } from './message.js'

/** `&#44;` in plain text too: NapCat and LLOneBot read it there. `&amp;` last, so that nothing is decoded twice. */
const decodeEntities = (escaped: string): string =>
  /&(?:amp|#91|#93|#44);/.test(escaped)
    ? escaped
        .replaceAll('&#91;', '[')
        .replaceAll('&#93;', ']')
        .replaceAll('&#44;', ',')
        .replaceAll('&amp;', '&')
    : escaped

const encodeText = (plain: string): string =>
  plain.replace(/[&[\]]/g, (sign) => (sign === '&' ? '&amp;' : sign === '[' ? '&#91;' : '&#93;'))

const encodeValue = (plain: string): string => encodeText(plain).replaceAll(',', '&#44;')

/** A type or key that can be told from what surrounds it. */
const isName = (name: string): boolean => /^[^\s,=&[\]]+$/.test(name) && name !== '__proto__'

// No part of it can run past a `[`, so that a million openings are each looked at once.
const codes = /\[CQ:([^\s,=&[\]]+)(?:,([^[\]]*))?\]/g

/**
 * A CQ string as segments: `'[CQ:at,qq=1] hi'` → at, text. Every value is a string. Tolerant, in linear time:
 * what is no complete code stays text, a parameter without `=` is left out, a space before a key is skipped.
 */
export const decodeCqString = (source: string): AnySegment[] => {
  const segments: AnySegment[] = []
  let textStart = 0
  const addTextUntil = (end: number) => {
    if (end > textStart) {
      segments.push({ type: 'text', data: { text: decodeEntities(source.slice(textStart, end)) } })
    }
  }
  for (const { 0: code, 1: type = '', 2: parameters, index } of source.matchAll(codes)) {
    addTextUntil(index)
    segments.push({ type, data: decodeParameters(parameters) })
    textStart = index + code.length
  }
  addTextUntil(source.length)
  return segments
}

const decodeParameters = (parameters: string | undefined): AnySegment['data'] => {
  const data: Record<string, string> = {}
  for (const parameter of parameters?.split(',') ?? []) {
    const equals = parameter.indexOf('=')
    if (equals === -1) continue
    const key = parameter.slice(0, equals).trim()
    if (isName(key)) data[key] = decodeEntities(parameter.slice(equals + 1))
  }
  return data
}

/**
 * Segments as a CQ string that every implementation reads: `text` plain, all else as codes. Objects become
 * JSON text. `null`, `undefined` and what has a name that no code can have are left out. All five
 * implementations read names of letters, digits and `_`; with other signs NapCat and LLOneBot take the code for
 * text.
 */
export const encodeCqString = (segments: readonly AnySegment[]): string =>
  segments
    .map(({ type, data }) =>
      type === 'text' ? encodeText(toValue(data.text) ?? '') : encodeCode(type, data),
    )
    .join('')

const encodeCode = (type: string, data: AnySegment['data']): string => {
  if (!isName(type)) return ''
  const parameters = Object.entries(data).flatMap(([key, given]) => {
    const value = toValue(given)
    return value === undefined || !isName(key) ? [] : [`,${key}=${encodeValue(value)}`]
  })
  return `[CQ:${type}${parameters.join('')}]`
}

const toValue = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    // Nested deeper than the stack, or in a circle.
    return undefined
  }
}
