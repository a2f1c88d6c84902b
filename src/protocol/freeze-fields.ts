/**
 * Handlers share an event, and a handler in JavaScript is not told by types. The fields, what is in them, and
 * segments; not deeper: bodies may be deep.
 */
export const freezeFields = (fields: Readonly<Record<string, unknown>>): void => {
  // What they inherit is not enumerable.
  for (const field in fields) {
    const value = fields[field]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) for (const item of value) freezeSegment(item)
    Object.freeze(value)
  }
  Object.freeze(fields)
}

const freezeSegment = (item: unknown): void => {
  if (typeof item !== 'object' || item === null) return
  Object.freeze(item)
  if ('data' in item) Object.freeze(item.data)
}
