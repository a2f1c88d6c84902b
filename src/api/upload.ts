import { randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ApiProtocolError, ApiRefused, ApiTimeout, ApiUnreachable } from '../errors.js'
import type { Caller } from '../protocol/action.js'
import type { FileSource, UploadedFile, UploadOptions } from '../protocol/files.js'
import { type Content, openContent } from './content.js'

const action = 'upload_file_stream'
const defaultChunkBytes = 64 * 1024
const defaultLimit = 1024 ** 3
const defaultKeepMs = 300_000
/** NapCat puts the chunks together and hashes them before it answers. */
const completeTimeoutMs = 300_000
const discardTimeoutMs = 2000
/** Failures in a row, without a new chunk getting through. */
const maxFailures = 6
const firstPauseMs = 250

type Wait = (ms: number, value: undefined, options: { readonly signal?: AbortSignal }) => Promise<unknown>

/** A file → NapCat's machine, in chunks, also over a connection that drops. Nothing but NapCat has the action. */
export const uploadFile = async (
  api: Caller,
  source: FileSource,
  options: UploadOptions = {},
  wait: Wait = setTimeout,
): Promise<UploadedFile> => {
  const content = await openContent(source, options.limit ?? defaultLimit)
  try {
    if (content.size === 0) throw new RangeError('the file is empty, which NapCat does not take')
    return await new Upload(api, content, options, wait).run()
  } finally {
    await content.close()
  }
}

/** One file on its way: what NapCat has of it is known, and asked for again where a call was lost. */
class Upload {
  readonly #api: Caller
  readonly #content: Content
  readonly #options: UploadOptions
  readonly #chunkBytes: number
  readonly #total: number
  readonly #ending: string
  readonly #wait: Wait
  #stream = randomUUID()
  /** Chunks that NapCat has: always the first ones, since they go one after the other. */
  #received = 0
  #isLost = false

  constructor(api: Caller, content: Content, options: UploadOptions, wait: Wait) {
    this.#api = api
    this.#content = content
    this.#options = options
    this.#chunkBytes = options.chunkBytes ?? defaultChunkBytes
    this.#total = Math.ceil(content.size / this.#chunkBytes)
    this.#ending = /^\.[A-Za-z0-9]{1,16}$/.exec(extname(options.name ?? content.name ?? ''))?.[0] ?? ''
    this.#wait = wait
  }

  async run(): Promise<UploadedFile> {
    let furthest = -1
    for (let failures = 0; ; ) {
      try {
        const file = await this.#step()
        if (file !== undefined) return file
        if (this.#received > furthest) failures = 0
        furthest = Math.max(furthest, this.#received)
      } catch (error) {
        failures += 1
        if (!isDropped(error)) await this.#discard()
        if (!isDropped(error) || failures > maxFailures) throw error
        this.#isLost = true
        // Where it was aborted, the next call says so.
        await this.#wait(firstPauseMs * 2 ** (failures - 1), undefined, signalOf(this.#options)).catch(
          () => {},
        )
      }
    }
  }

  /** NapCat need not keep what nobody will complete. Its answer to that is always a failure. */
  async #discard(): Promise<void> {
    const discarded = { stream_id: this.#stream, reset: true }
    await this.#api.call(action, discarded, { timeoutMs: discardTimeoutMs }).catch(() => {})
  }

  async #step(): Promise<UploadedFile | undefined> {
    if (this.#isLost) return this.#resume()
    if (this.#received === this.#total) return this.#complete()
    return this.#sendChunk()
  }

  async #sendChunk(): Promise<undefined> {
    const index = this.#received
    const { size, sha256 } = this.#content
    const offset = index * this.#chunkBytes
    const chunk = await this.#content.read(offset, this.#chunkBytes)
    if (chunk.byteLength < Math.min(this.#chunkBytes, size - offset))
      throw new Error('the file was cut short while it was uploaded')
    const { received_chunks } = await this.#call({
      chunk_data: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('base64'),
      chunk_index: index,
      total_chunks: this.#total,
      file_size: size,
      expected_sha256: sha256,
      // Two files of one name would overwrite each other there.
      filename: `${this.#stream}${this.#ending}`,
      file_retention: this.#options.keepMs ?? defaultKeepMs,
    })
    if (received_chunks !== index + 1) {
      this.#startOver()
      throw new ApiUnreachable(action, `${action}: NapCat has lost what it had, as after a restart`)
    }
    this.#received = received_chunks
    this.#options.onProgress?.({
      sentBytes: Math.min(size, this.#received * this.#chunkBytes),
      totalBytes: size,
    })
  }

  /** NapCat says what it has. It has nothing when it was restarted, or had done everything already. */
  async #resume(): Promise<undefined> {
    try {
      const { received_chunks } = await this.#call({ verify_only: true })
      this.#received = typeof received_chunks === 'number' ? received_chunks : 0
    } catch (error) {
      if (!(error instanceof ApiRefused)) throw error
      this.#startOver()
    }
    this.#isLost = false
  }

  #startOver(): void {
    this.#stream = randomUUID()
    this.#received = 0
  }

  async #complete(): Promise<UploadedFile> {
    const { file_path } = await this.#call({ is_complete: true }, completeTimeoutMs)
    if (typeof file_path !== 'string')
      throw new ApiProtocolError(action, `${action}: NapCat does not say where the file is`)
    const { size, sha256 } = this.#content
    return { file: fileUrlOf(file_path), path: file_path, size, sha256 }
  }

  async #call(params: object, atLeastMs = 0): Promise<Readonly<Record<string, unknown>>> {
    const { timeoutMs } = this.#options
    const data = await this.#api.call(
      action,
      { stream_id: this.#stream, ...params },
      {
        ...signalOf(this.#options),
        ...(timeoutMs === undefined && atLeastMs === 0
          ? {}
          : { timeoutMs: Math.max(timeoutMs ?? 0, atLeastMs) }),
      },
    )
    return { ...data }
  }
}

const signalOf = ({ signal }: UploadOptions): { readonly signal?: AbortSignal } =>
  signal === undefined ? {} : { signal }

/** Nobody knows what became of the call; with chunks that does no harm, so it may be made again. */
const isDropped = (error: unknown): boolean => error instanceof ApiUnreachable || error instanceof ApiTimeout

/** `file_path` may be a path of another system than ours. */
const fileUrlOf = (path: string): string => {
  const slashed = path.replaceAll('\\', '/')
  return `file://${slashed.startsWith('/') ? '' : '/'}${encodeURI(slashed).replace(/[?#]/g, encodeURIComponent)}`
}
