import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileSource } from '../protocol/files.js'

/** What is to be uploaded, readable in any order, as often as need be. */
export interface Content {
  readonly size: number
  /** In lower-case hex. */
  readonly sha256: string
  readonly name: string | undefined
  /** Fewer than `length` bytes only at the end. They are good until the next read. */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

const hashedAtOnce = 1024 * 1024

/** Reads a source once, for its hash. A stream, which cannot be read again, goes through a temporary file. */
export const openContent = async (source: FileSource, limit: number): Promise<Content> => {
  if (source instanceof Uint8Array) return ofBytes(source)
  if (typeof source !== 'string' && !(source instanceof URL)) return ofStream(source, limit)
  const path = source instanceof URL ? fileURLToPath(source) : source
  const file = await open(path)
  return ofFile(file, basename(path), () => file.close())
}

const ofBytes = (bytes: Uint8Array): Content => ({
  size: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  name: undefined,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
  close: async () => {},
})

const ofFile = async (
  file: FileHandle,
  name: string | undefined,
  close: () => Promise<void>,
): Promise<Content> => {
  try {
    const hash = createHash('sha256')
    const size = await hashFile(file, hash)
    let buffer = Buffer.alloc(0)
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(length)
      return buffer.subarray(0, await readFully(file, buffer.subarray(0, length), offset))
    }
    return { size, sha256: hash.digest('hex'), name, read, close }
  } catch (error) {
    await close()
    throw error
  }
}

const hashFile = async (file: FileHandle, hash: Hash): Promise<number> => {
  const buffer = Buffer.allocUnsafe(hashedAtOnce)
  for (let size = 0; ; ) {
    const bytesRead = await readFully(file, buffer, size)
    hash.update(buffer.subarray(0, bytesRead))
    size += bytesRead
    if (bytesRead < buffer.length) return size
  }
}

/** The number of bytes read: fewer than the buffer holds only at the end of the file. */
const readFully = async (file: FileHandle, buffer: Buffer, position: number): Promise<number> => {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}

const ofStream = async (stream: AsyncIterable<Uint8Array>, limit: number): Promise<Content> => {
  const folder = await mkdtemp(join(tmpdir(), 'catflap-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const file = await open(join(folder, 'spooled'), 'wx+', 0o600)
    const close = (): Promise<void> => file.close().finally(remove)
    try {
      await spool(stream, file, limit)
    } catch (error) {
      await file.close()
      throw error
    }
    return await ofFile(file, undefined, close)
  } catch (error) {
    await remove()
    throw error
  }
}

const spool = async (stream: AsyncIterable<Uint8Array>, file: FileHandle, limit: number): Promise<void> => {
  let size = 0
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError('the stream yields text; open it without encoding')
    size += chunk.byteLength
    if (size > limit) throw new RangeError(`the stream holds more than ${limit} bytes`)
    await file.writeFile(chunk)
  }
}
