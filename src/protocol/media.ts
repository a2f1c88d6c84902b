import { LocalFile } from './local-file.js'

/**
 * A URL, the bytes themselves, or a path on the machine of the bot (a string with a slash or backslash and no scheme).
 * `file://…` is a file on the machine of the implementation, any other string a name that it knows.
 */
export type Media = string | URL | Uint8Array

/** Two letters at least: `C:` is a drive. */
const isPath = (text: string): boolean => /[\\/]/.test(text) && !/^[a-z][a-z0-9+.-]+:/i.test(text)

/** Media as the `file` of a segment. */
export const toFile = (media: Media): string | LocalFile => {
  if (typeof media === 'string') return isPath(media) ? new LocalFile(media) : media
  if (media instanceof URL) return media.href
  return base64Of(media)
}

export const base64Of = (bytes: Uint8Array): string =>
  `base64://${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`

export interface FromStreamOptions {
  /** Bytes. Default 32 MiB. */
  readonly limit?: number
}

/**
 * The bytes of a stream, to be given to a builder: `image(await fromStream(createReadStream(path)))`. Rejects
 * with a `RangeError` and ends the stream when it holds more than `limit` bytes, and with a `TypeError` when it
 * yields text instead of bytes.
 */
export const fromStream = async (
  stream: AsyncIterable<Uint8Array>,
  { limit = 32 * 1024 * 1024 }: FromStreamOptions = {},
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError('the stream yields text; open it without encoding')
    size += chunk.byteLength
    if (size > limit) throw new RangeError(`the stream holds more than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
