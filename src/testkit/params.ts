import type { Coercion } from './api-rules.js'
import type { Fields } from './world-types.js'

export type Kind = 'number' | 'string' | 'boolean' | 'message'

/** The parameters of an action; those with `?` may be missing. */
export type ParamTable = Readonly<Record<string, Kind | `${Kind}?`>>

/** Parameters that an implementation does not take. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
}

const isNumeric = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))

const toBoolean = (value: unknown): boolean | undefined => {
  if (typeof value === 'boolean') return value
  const word = String(value).toLowerCase()
  if (word === 'true' || word === '1') return true
  return word === 'false' || word === '0' ? false : undefined
}

/** A value of this kind, or `undefined` where the implementation makes none of it. */
const convert = (kind: Kind, value: unknown, coercion: Coercion): unknown => {
  switch (kind) {
    case 'number':
      if (typeof value === 'number') return value
      return isNumeric(value) ? Number(value) : undefined
    case 'string':
      if (typeof value === 'string') return value
      return coercion === 'numbers-only' || typeof value === 'object' ? undefined : String(value)
    case 'boolean':
      return coercion === 'numbers-only' && typeof value !== 'boolean' ? undefined : toBoolean(value)
    case 'message':
      return value
  }
}

const nothing: Readonly<Record<Kind, unknown>> = { number: 0, string: '', boolean: false, message: '' }

/** Parameters as the action gets them: each of its kind, or missing where it may be. */
export const readParams = (table: ParamTable, params: Fields, coercion: Coercion): Fields => {
  const read: Record<string, unknown> = {}
  for (const [name, written] of Object.entries(table)) {
    const kind = written.replace('?', '') as Kind
    const given = params[name]
    if (given === undefined || given === null) {
      if (written.endsWith('?')) continue
      if (coercion !== 'anything') throw new SchemaError(`Expected required property: ${name}`)
    }
    const value = convert(kind, given, coercion)
    if (value === undefined && coercion !== 'anything') throw new SchemaError(`${name} is no ${kind}`)
    read[name] = value ?? nothing[kind]
  }
  return read
}
