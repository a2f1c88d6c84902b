import { type FileHandle, open } from 'node:fs/promises'
import { CaptureError } from '../errors.js'
import type { CountingLog } from '../log.js'
import type { CaptureRecord } from './capture-line.js'
import { type CaptureOptions, defaultCaptureBytes } from './capture-options.js'
import { maxLineBytes } from './lines.js'
import type { CaptureSink } from './recorder.js'

/** What may wait to be written: a disk that stands still must not take the memory of the bot. */
const maxWaitingBytes = 16 * 1024 * 1024

/** Appends a capture to a file that only its owner may read. The bot goes on where it cannot be written. */
export class CaptureWriter implements CaptureSink {
  readonly #path: string
  readonly #maxBytes: number
  readonly #say: CountingLog
  #file: FileHandle | undefined
  /** Of the file, with what waits to be written. */
  #size = 0
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #writing: Promise<void> | undefined

  constructor({ file, maxBytes = defaultCaptureBytes }: CaptureOptions, say: CountingLog) {
    this.#path = file
    this.#maxBytes = maxBytes
    this.#say = say
  }

  /** Rejects with a `CaptureError`. */
  async open(): Promise<void> {
    try {
      this.#file = await open(this.#path, 'a+', 0o600)
      await this.#file.chmod(0o600)
      const { size } = await this.#file.stat()
      this.#size = size
      if (size > 0 && !(await endsWithLine(this.#file, size))) this.#append(Buffer.from('\n'))
    } catch (cause) {
      throw new CaptureError(`the capture ${this.#path} cannot be written: ${(cause as Error).message}`, {
        cause,
      })
    }
  }

  readonly write = (record: CaptureRecord): void => {
    if (this.#file === undefined) return
    const line = Buffer.from(`${JSON.stringify(record)}\n`)
    if (line.length > maxLineBytes || this.#waitingBytes + line.length > maxWaitingBytes) {
      this.#tell(
        'capture line',
        'a delivery is left out of the capture: it is too large, or the disk too slow',
      )
      return
    }
    if (this.#size + line.length > this.#maxBytes) {
      this.#tell(
        'capture full',
        `the capture has ${this.#maxBytes} bytes ("capture.maxBytes"), no more is captured`,
      )
      void this.close()
      return
    }
    this.#append(line)
  }

  /** Resolves when everything is written that has come by now. */
  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await this.#writing
    await file?.close().catch(() => {})
  }

  #append(line: Buffer): void {
    this.#size += line.length
    this.#waiting.push(line)
    this.#waitingBytes += line.length
    this.#writing ??= this.#writeAll(this.#file)
  }

  async #writeAll(file: FileHandle | undefined): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const lines = this.#waiting.splice(0)
        await file?.appendFile(Buffer.concat(lines))
        this.#waitingBytes -= lines.reduce((sum, { length }) => sum + length, 0)
      }
    } catch (err) {
      this.#waiting = []
      this.#tell('capture', 'the capture cannot be written, no more is captured', err)
      this.#file = undefined
      await file?.close().catch(() => {})
    } finally {
      this.#writing = undefined
    }
  }

  #tell(key: string, message: string, err?: unknown): void {
    this.#say.say({ key, level: 'error', fields: { file: this.#path, ...(err ? { err } : {}) }, message })
  }
}

/** A process that was killed may have left half a line. */
const endsWithLine = async (file: FileHandle, size: number): Promise<boolean> => {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] === 0x0a
}
