import { isUtf8 } from 'node:buffer'

/** `key=value`, joined by `&`, without the signs that a form encodes. */
const form = /^[^\s=&]+=[^\s&]*(&[^\s=&]+=[^\s&]*)*$/

const isJson = (text: string): boolean => {
  // What only looks like it is meant to be: the hook says what is wrong with it.
  if (/^\s*[[{]/.test(text)) return true
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The `Content-Type` that a body most likely has; `undefined` where there is none. */
export const guessContentType = (bytes: Uint8Array): string | undefined => {
  if (bytes.length === 0) return undefined
  if (!isUtf8(bytes)) return 'application/octet-stream'
  const text = Buffer.from(bytes).toString()
  if (isJson(text)) return 'application/json'
  return form.test(text.trim()) ? 'application/x-www-form-urlencoded' : 'text/plain; charset=utf-8'
}
