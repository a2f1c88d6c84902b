import { describe, expect, test } from 'vitest'
import { downloadFile } from '../../src/api/download.js'
import type { DownloadOptions } from '../../src/protocol/files.js'

const info = { type: 'stream', data_type: 'file_info', file_name: 'cat.png', file_size: 3, chunk_size: 65536 }
const chunk = (index: number, text: string): object => ({
  type: 'stream',
  data_type: 'file_chunk',
  index,
  data: Buffer.from(text).toString('base64'),
})
const complete = { type: 'response', data_type: 'file_complete', total_chunks: 2, total_bytes: 3 }

const download = async (packets: readonly unknown[], options?: DownloadOptions) => {
  const asked: unknown[] = []
  const stream = async function* (...call: unknown[]): AsyncGenerator<unknown> {
    asked.push(call)
    yield* packets
  }
  const chunks: Uint8Array[] = []
  for await (const bytes of downloadFile({ stream }, 'code', options)) chunks.push(bytes)
  return { text: Buffer.concat(chunks).toString(), asked }
}

describe('a download', () => {
  test('gives the bytes as they come, and tells of the file first', async () => {
    const told: unknown[] = []
    const { text, asked } = await download([info, chunk(0, 'ca'), chunk(1, 't'), complete], {
      chunkBytes: 1000,
      onInfo: (info) => told.push(info),
    })
    expect(text).toBe('cat')
    expect(told).toEqual([{ name: 'cat.png', size: 3 }])
    expect(asked).toEqual([['download_file_stream', { file: 'code', chunk_size: 1000 }, {}]])
  })

  test('that is not whole at its end is an error', async () => {
    await expect(download([info, chunk(0, 'ca')])).rejects.toThrow('broke off after 2 bytes')
    await expect(download([info, chunk(1, 't'), complete])).rejects.toThrow('1 bytes came of 3')
    await expect(download([null])).rejects.toThrow('broke off after 0 bytes')
  })
})
