/** A URL, the bytes themselves, or (a string) a path on the machine of the implementation. */
export type Media = string | URL | Uint8Array

/** Media as the `file` of a segment. A string stays as it is. */
export const toFile = (media: Media): string => {
  if (typeof media === 'string') return media
  if (media instanceof URL) return media.href
  return `base64://${Buffer.from(media.buffer, media.byteOffset, media.byteLength).toString('base64')}`
}

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
