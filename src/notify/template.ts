/** What stands at a path such as `head_commit.author.name` or `commits.0.id`; only what the data itself holds. */
export const valueAt = (data: unknown, path: string): unknown => {
  let value = data
  for (const key of path.split('.')) {
    if (value === undefined || value === null || !Object.hasOwn(Object(value), key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}

/** The text at a path; the fallback where there is nothing that can be read: no text, number or truth, or an empty text. */
export const textAt = (data: unknown, path: string, fallback = ''): string => {
  const value = valueAt(data, path)
  const isReadable = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isReadable && value !== '' ? String(value) : fallback
}

/** The list at a path; empty where there is none. */
export const listAt = (data: unknown, path: string): readonly unknown[] => {
  const value = valueAt(data, path)
  return Array.isArray(value) ? value : []
}

/** `{a.b}` or `{a.b|instead}`. Other braces are text. */
const placeholder = /\{([\p{L}\p{N}_$@-]+(?:\.[\p{L}\p{N}_$@-]+)*)(?:\|([^{}]*))?\}/gu

/**
 * A message with places for data: `template('{repository.full_name}: {commits.length} commits by {pusher.name|somebody}')`.
 * What is missing is what stands behind `|`, else nothing. What the data holds is text, also where it has braces.
 */
export const template =
  (words: string) =>
  (data: unknown): string =>
    words.replace(placeholder, (_whole, path: string, fallback?: string) => textAt(data, path, fallback))
