import { createHash } from 'node:crypto'

/** Longer texts, such as files in a message, are kept as their beginning and their hash. */
const maxText = 64 * 1024

/** Fields of parameters and results that open something, in lower case and without `_`. */
const secretFields: ReadonlySet<string> = new Set([
  'token', 'accesstoken', 'authorization', 'password', 'secret', 'cookie', 'cookies', 'csrftoken', 'bkn',
  'clientkey', 'skey', 'pskey', 'rkey',
]) // biome-ignore format: one list

const hidden = '***'

const credentials = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@?#]+@/gi
const secretQuery = /([?&](?:access_token|token|key|secret|password|signature)=)[^&\s#"]+/gi

/** A text without what it may take to log in somewhere. */
export const withoutSecrets = (text: string): string =>
  text.replace(credentials, `$1${hidden}@`).replace(secretQuery, `$1${hidden}`)

const shortened = (text: string): string => {
  if (text.length <= maxText) return text
  const hash = createHash('sha1').update(text).digest('hex')
  return `${text.slice(0, 100)}… (${text.length} characters, sha1 ${hash})`
}

const isSecret = (field: string): boolean => secretFields.has(field.toLowerCase().replaceAll('_', ''))

/** Parameters or results as a capture keeps them: as JSON carries them, without secrets and without files. */
export const forKeeping = (value: unknown): unknown => {
  try {
    const json = JSON.stringify(value, (field, item: unknown) => {
      if (isSecret(field) && item !== null && item !== undefined) return hidden
      return typeof item === 'string' ? shortened(withoutSecrets(item)) : item
    })
    return json === undefined ? undefined : JSON.parse(json)
  } catch {
    // No JSON can be made of it: nor could it travel.
    return undefined
  }
}
