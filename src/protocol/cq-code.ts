import type { AnySegment } from './message.js'

const entities: Readonly<Record<string, string>> = { amp: '&', '#91': '[', '#93': ']', '#44': ',' }

// NapCat and LLOneBot read `&#44;` in plain text too, so it is read everywhere.
const decodeEntities = (escaped: string): string =>
  escaped.includes('&')
    ? escaped.replace(/&(amp|#91|#93|#44);/g, (_, name: string) => entities[name] ?? '')
    : escaped

const encodeText = (plain: string): string =>
  plain.replace(/[&[\]]/g, (sign) => (sign === '&' ? '&amp;' : sign === '[' ? '&#91;' : '&#93;'))

const encodeValue = (plain: string): string => encodeText(plain).replaceAll(',', '&#44;')

/** A type or key that can be told from what surrounds it. */
const isName = (name: string): boolean => /^[^\s,=&[\]]+$/.test(name) && name !== '__proto__'

/**
 * A CQ string as segments: `'[CQ:at,qq=1] hi'` → at, text. Every value is a string. Tolerant, in linear time:
 * what is no complete code stays text, a parameter without `=` is left out, a space before a key is skipped.
 */
export const decodeCqString = (source: string): AnySegment[] => {
  const segments: AnySegment[] = []
  let literal = ''
  let position = 0
  const flush = () => {
    if (literal !== '') segments.push({ type: 'text', data: { text: decodeEntities(literal) } })
    literal = ''
  }
  while (position < source.length) {
    const first = source.indexOf('[CQ:', position)
    const end = first === -1 ? -1 : source.indexOf(']', first)
    if (end === -1) {
      literal += source.slice(position)
      break
    }
    // A code holds no raw `[`: of several openings only the last one before the `]` can be one.
    const start = source.lastIndexOf('[CQ:', end)
    const code = decodeCode(source.slice(start + 4, end))
    if (code === undefined) {
      literal += source.slice(position, end + 1)
    } else {
      literal += source.slice(position, start)
      flush()
      segments.push(code)
    }
    position = end + 1
  }
  flush()
  return segments
}

const decodeCode = (inside: string): AnySegment | undefined => {
  const [type = '', ...parameters] = inside.split(',')
  if (!isName(type)) return undefined
  const data: Record<string, string> = {}
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    if (equals === -1) continue
    const key = parameter.slice(0, equals).trim()
    if (isName(key)) data[key] = decodeEntities(parameter.slice(equals + 1))
  }
  return { type, data }
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
