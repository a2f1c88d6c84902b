/** A boolean as go-cqhttp reads it out of any JSON value. */
export const goBoolean = (value: unknown): boolean => {
  if (typeof value === 'string') return ['1', 't', 'true'].includes(value.toLowerCase())
  return typeof value === 'number' ? value !== 0 : value === true
}

/** A string as go-cqhttp reads it out of any JSON value. */
export const goString = (value: unknown): string => {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const signs: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  '\\': '\\',
}

/**
 * What go-cqhttp reads where it has put a text between quotation marks without escaping it: the text ends at
 * the first quotation mark, and a backslash and what follows it are one sign, or the end where they are none.
 */
export const readUnescaped = (text: string): string => {
  let read = ''
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (sign === '"') return read
    if (sign !== '\\') {
      read += sign
      continue
    }
    at += 1
    const code = /^u([0-9a-f]{4})/i.exec(text.slice(at, at + 5))?.[1]
    const meant = code === undefined ? meaningOf(text[at]) : String.fromCharCode(Number.parseInt(code, 16))
    if (meant === undefined) return read
    read += meant
    if (code !== undefined) at += 4
  }
  return read
}

const meaningOf = (sign: string | undefined): string | undefined => (sign === '"' ? '"' : signs[sign ?? ''])
