import { ApiProtocolError } from '../errors.js'
import type { CallOptions, UnknownParams } from '../protocol/action.js'
import type { DownloadOptions } from '../protocol/files.js'

const action = 'download_file_stream'

/** Calls a stream action: the `data` of every packet. */
export interface Streams {
  stream(action: string, params?: UnknownParams, options?: CallOptions): AsyncIterable<unknown>
}

/** A file of NapCat, in pieces as they come. */
export async function* downloadFile(
  api: Streams,
  file: string,
  { chunkBytes, timeoutMs, signal, onInfo }: DownloadOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const options = {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
  }
  let received = 0
  const params = chunkBytes === undefined ? { file } : { file, chunk_size: chunkBytes }
  for await (const packet of api.stream(action, params, options)) {
    const { data_type, data, file_name, file_size, total_bytes } = { ...(packet as object) } as UnknownParams
    if (data_type === 'file_info') onInfo?.({ name: String(file_name ?? ''), size: Number(file_size) })
    if (data_type === 'file_chunk' && typeof data === 'string') {
      const bytes = Buffer.from(data, 'base64')
      received += bytes.length
      yield bytes
    }
    if (data_type === 'file_complete') {
      if (total_bytes === received) return
      throw new ApiProtocolError(action, `${action}: ${received} bytes came of ${String(total_bytes)}`)
    }
  }
  throw new ApiProtocolError(action, `${action}: it broke off after ${received} bytes`)
}
