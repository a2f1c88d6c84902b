import { decodeCqString } from './cq-code.js'
import type { AnySegment, ForwardedMessage, Segment } from './message.js'
import { type FieldRule, segmentRules, typeAliases } from './segment-rules.js'

type Data = Readonly<Record<string, unknown>>

/** Forwards inside forwards are read this deep; whoever goes deeper calls `get_forward_msg`. */
export const maxForwardDepth = 8

/**
 * A message as segments of one shape, however the sender wrote it: an array, one segment, or a CQ string (the
 * default of go-cqhttp and a setting of the others). Names and types are those of `docs/messages.md`. Unknown
 * segments and unknown data stay as they came; what is no segment is left out. Never throws.
 */
export const toSegments = (message: unknown): readonly Segment[] => segmentsAt(message, 0)

const segmentsAt = (message: unknown, depth: number): Segment[] => {
  if (typeof message === 'string') return decodeCqString(message).map((segment) => normalize(segment, depth))
  const segments: Segment[] = []
  for (const one of Array.isArray(message) ? message : [message]) {
    if (!isObject(one)) continue
    const { type, data } = one
    if (typeof type !== 'string') continue
    segments.push(normalize({ type, data: isObject(data) ? data : {} }, depth))
  }
  return segments
}

const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Field extends FieldRule {
  readonly field: string
  /** Under which the value may come, the documented one first. */
  readonly names: readonly string[]
}

const fieldsOf: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries<Readonly<Record<string, FieldRule>>>(segmentRules).map(([type, rules]) => [
    type,
    Object.entries(rules).map(([field, rule]) => ({ ...rule, field, names: [field, ...rule.aliases] })),
  ]),
)

/** Most segments are plain text, and that is written alike by everybody. */
const isPlainText = ({ type, data }: AnySegment): boolean => {
  if (type !== 'text' || typeof data.text !== 'string' || data.text === '') return false
  for (const field in data) if (field !== 'text') return false
  return true
}

const normalize = (segment: AnySegment, depth: number): Segment => {
  if (isPlainText(segment)) return segment as Segment
  const { type, data } = reshape(segment)
  const fields = fieldsOf.get(type)
  if (fields === undefined) return segment as Segment
  const shaped: Record<string, unknown> = {}
  const taken: string[] = []
  for (const { field, names, kind, required } of fields) {
    const name = names.find((one) => isGiven(data[one])) ?? field
    taken.push(field, name)
    const value = isGiven(data[name]) ? convert(kind, data[name], depth) : undefined
    if (value !== undefined) shaped[field] = value
    else if (required) shaped[field] = kind === 'boolean' ? false : ''
  }
  for (const name of Object.keys(data)) {
    // Assigned, `__proto__` would become a prototype.
    if (!taken.includes(name) && name !== '__proto__') shaped[name] = data[name]
  }
  return { type, data: shaped } as Segment
}

/** Lagrange writes `null` and, in CQ codes, `''` for what there is not. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** What differs by more than a name: the whole segment, or a value whose meaning depends on its neighbours. */
const reshape = ({ type, data }: AnySegment): AnySegment => {
  const known = Object.hasOwn(typeAliases, type) ? (typeAliases[type] ?? type) : type
  switch (type) {
    case 'shake':
      return { type: known, data: { type: '1', id: '-1', ...data } }
    case 'image':
      return isMarketFace(data) ? { type: 'mface', data } : { type, data }
    case 'at':
      return typeof data.name === 'string'
        ? { type, data: { ...data, name: data.name.replace(/^@/, '') } }
        : { type, data }
    case 'file':
      return { type, data: withFileId(data) }
    case 'keyboard':
      return isObject(data.content) ? { type, data: { rows: data.content.rows, ...data } } : { type, data }
    default:
      return { type: known, data }
  }
}

/** NapCat's sticker of the shop. */
const isMarketFace = (data: Data): boolean =>
  isGiven(data.key) && isGiven(data.emoji_id) && isGiven(data.emoji_package_id)

/** go-cqhttp calls the id of a group file its path; elsewhere a path is one on the machine. */
const withFileId = (data: Data): Data => {
  if (!isGiven(data.busid) || isGiven(data.file_id) || isGiven(data.id)) return data
  const { path, ...rest } = data
  return { ...rest, file_id: path }
}

const convert = (kind: FieldRule['kind'], value: unknown, depth: number): unknown => {
  switch (kind) {
    case 'string':
      return toText(value)
    case 'number':
      return toNumber(value)
    case 'boolean':
      return toBoolean(value)
    case 'messages':
      return toForwarded(value, depth)
    case 'any':
      return value
  }
}

const toText = (value: unknown): string | undefined => {
  if (typeof value !== 'object') return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    // Nested deeper than the stack.
    return undefined
  }
}

const toNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

const toBoolean = (value: unknown): boolean | undefined => {
  if (typeof value === 'object') return undefined
  const word = String(value).toLowerCase()
  if (['true', '1', 'yes'].includes(word)) return true
  return ['false', '0', 'no'].includes(word) ? false : undefined
}

const toForwarded = (value: unknown, depth: number): ForwardedMessage[] | undefined => {
  if (!Array.isArray(value) || depth >= maxForwardDepth) return undefined
  return value.filter(isObject).map((one) => {
    const fields = one.type === 'node' && isObject(one.data) ? one.data : one
    return { ...fields, message: segmentsAt(fields.message ?? fields.content, depth + 1) }
  })
}
