import { decodeText, parseJson } from '../receive/json.js'
import { Refusal } from '../receive/refusal.js'
import type { Hook } from './hook.js'
import type { BodyKind } from './hook-options.js'
import { addField } from './multipart.js'

type Fields = Readonly<Record<string, string | readonly string[]>>

/** What a `Content-Type` without its parameters says that a body is. */
export const kindOf = (type: string): BodyKind => {
  const lower = type.trim().toLowerCase()
  if (lower === 'application/json' || lower.endsWith('+json')) return 'json'
  if (lower === 'application/x-www-form-urlencoded') return 'form'
  if (lower === 'multipart/form-data') return 'multipart'
  return lower.startsWith('text/') ? 'text' : 'raw'
}

/** What a body is for a hook, which may take as bytes whatever is nothing else that it takes. */
export const kindFor = (type: string, { accepts }: Pick<Hook, 'accepts'>): BodyKind =>
  accepts.includes(kindOf(type)) ? kindOf(type) : 'raw'

/** The bytes of a body without files → what they spell. Throws a `Refusal`. */
export const decodeBytes = (bytes: Buffer, kind: BodyKind, hook: Hook): unknown => {
  const { place } = hook
  if (bytes.length === 0) return undefined
  if (kind === 'json') return parseJson(decodeText(bytes, place), place)
  if (kind === 'form') return bodyOfForm(fieldsOf(decodeText(bytes, place)), hook)
  return kind === 'text' ? decodeText(bytes, place) : bytes
}

/** All fields, or what is in the one that the hook takes. Throws a `Refusal`. */
export const bodyOfForm = (fields: Fields, { form, place }: Pick<Hook, 'form' | 'place'>): unknown => {
  if (form === undefined) return fields
  const value = fields[form]
  if (typeof value !== 'string') throw new Refusal('field-missing', { ...place, field: form })
  return jsonOrText(value)
}

const fieldsOf = (text: string): Fields => {
  const fields = new Map<string, string | readonly string[]>()
  for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value)
  return Object.fromEntries(fields)
}

const jsonOrText = (text: string): unknown => {
  try {
    return parseJson(text)
  } catch {
    return text
  }
}
