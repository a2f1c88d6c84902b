import { createHash } from 'node:crypto'
import { ApiRefused } from '../../src/errors.js'
import type { Params } from './api.js'

interface Stream {
  readonly chunks: Map<number, Buffer>
  readonly total: number
  readonly sha256: unknown
  readonly filename: string
}

/** `upload_file_stream` as NapCat has it, in memory. */
export class UploadStreams {
  readonly #streams = new Map<string, Stream>()
  /** What has been completed, by its path. */
  readonly files = new Map<string, Buffer>()
  readonly requests: Params[] = []

  /** As after a restart. */
  forget(): void {
    this.#streams.clear()
  }

  get open(): number {
    return this.#streams.size
  }

  take(params: Params): object {
    this.requests.push(params)
    const id = String(params.stream_id)
    if (params.reset === true) {
      this.#streams.delete(id)
      throw refused('Stream reset completed')
    }
    const known = this.#streams.get(id)
    if (params.verify_only === true && known === undefined) throw refused('Stream not found')
    const stream = known ?? this.#create(id, params)
    if (params.verify_only === true) return status(id, stream, 'file_created')
    if (typeof params.chunk_data === 'string' && params.chunk_data !== '')
      return this.#store(id, stream, params.chunk_data, Number(params.chunk_index))
    return this.#complete(id, stream)
  }

  #create(id: string, { total_chunks, expected_sha256, filename }: Params): Stream {
    if (typeof total_chunks !== 'number' || total_chunks === 0)
      throw refused('total_chunks required for new stream')
    const made = {
      chunks: new Map<number, Buffer>(),
      total: total_chunks,
      sha256: expected_sha256,
      filename: String(filename),
    }
    this.#streams.set(id, made)
    return made
  }

  #store(id: string, stream: Stream, data: string, index: number): object {
    if (!(index >= 0 && index < stream.total)) throw refused(`Invalid chunk index: ${index}`)
    if (stream.chunks.has(index)) return status(id, stream, 'file_created')
    stream.chunks.set(index, Buffer.from(data, 'base64'))
    return status(id, stream, 'chunk_received')
  }

  #complete(id: string, stream: Stream): object {
    const parts = Array.from({ length: stream.total }, (_, index) => {
      const chunk = stream.chunks.get(index)
      if (chunk === undefined) throw refused(`Missing memory chunk ${index}`)
      return chunk
    })
    const bytes = Buffer.concat(parts)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (stream.sha256 !== undefined && stream.sha256 !== sha256) throw refused('SHA256 mismatch')
    const file_path = `/app/temp #1/${stream.filename}`
    this.files.set(file_path, bytes)
    this.#streams.delete(id)
    return {
      ...status(id, stream, 'file_complete'),
      type: 'response',
      file_path,
      file_size: bytes.length,
      sha256,
    }
  }
}

const status = (stream_id: string, { chunks, total }: Stream, is: string): object => ({
  type: 'stream',
  stream_id,
  status: is,
  received_chunks: chunks.size,
  total_chunks: total,
})

const refused = (wording: string): ApiRefused => new ApiRefused('upload_file_stream', 200, wording)
