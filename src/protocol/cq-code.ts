import type { Segment } from './message.js'

const entities: Readonly<Record<string, string>> = { amp: '&', '#91': '[', '#93': ']', '#44': ',' }

const decodeEntities = (escaped: string): string =>
  escaped.includes('&')
    ? escaped.replace(/&(amp|#91|#93|#44);/g, (_, name: string) => entities[name] ?? '')
    : escaped

/**
 * A CQ string as segments: `'[CQ:at,qq=1] hi'` → at, text. Tolerant, in linear time: what is no complete code
 * stays text, a parameter without `=` is left out.
 */
export const decodeCqString = (source: string): Segment[] => {
  const segments: Segment[] = []
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

const decodeCode = (inside: string): Segment | undefined => {
  const [type = '', ...parameters] = inside.split(',')
  if (!/^[\w.-]+$/.test(type)) return undefined
  const data: Record<string, string> = {}
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    const key = parameter.slice(0, Math.max(equals, 0)).trim()
    if (key !== '' && key !== '__proto__') data[key] = decodeEntities(parameter.slice(equals + 1))
  }
  return { type, data }
}
