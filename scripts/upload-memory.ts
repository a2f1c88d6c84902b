import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createBot } from '../src/bot.js'
import { createLog } from '../src/log.js'

/**
 * How much memory an upload takes: `node --import tsx scripts/upload-memory.ts [MiB]` uploads a file of this size (500)
 * to a process that keeps nothing, and fails where more than 64 MiB come on top of what a bot at work has.
 */
const allowedMiB = 64
const warmUpMiB = 16
const mebibyte = 1024 * 1024

interface Chunk {
  readonly chunk_data?: string
  readonly chunk_index?: number
  readonly total_chunks?: number
  readonly expected_sha256?: string
}

/** `upload_file_stream` of files that come one after the other, chunk by chunk. */
const serve = async (): Promise<void> => {
  let hash = createHash('sha256')
  let expected = ''
  const take = ({ chunk_data, chunk_index = 0, total_chunks, expected_sha256 = '' }: Chunk): object => {
    if (chunk_data !== undefined) {
      hash.update(chunk_data, 'base64')
      expected = expected_sha256
      return { retcode: 0, data: { received_chunks: chunk_index + 1, total_chunks } }
    }
    const isWhole = hash.digest('hex') === expected
    hash = createHash('sha256')
    return isWhole
      ? { retcode: 0, data: { file_path: '/tmp/a' } }
      : { retcode: 200, message: 'SHA256 mismatch' }
  }
  const server = createServer(async (request, response) => {
    response.end(JSON.stringify(take((await json(request)) as Chunk)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.send?.((server.address() as AddressInfo).port)
}

/** A file without content on the disk: the bytes that are read are zeros. */
const sparseFile = async (folder: string, sizeMiB: number): Promise<string> => {
  const path = join(folder, `${sizeMiB}.bin`)
  const file = await open(path, 'w')
  await file.truncate(sizeMiB * mebibyte)
  await file.close()
  return path
}

const measure = async (sizeMiB: number): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'catflap-upload-'))
  const child = fork(fileURLToPath(import.meta.url), ['serve'])
  try {
    const [port] = (await once(child, 'message')) as [number]
    const bot = createBot({
      endpoints: [{ path: '/', tokens: ['unused'], api: { url: `http://127.0.0.1:${port}` } }],
      log: createLog('silent'),
    })
    // A bot at work: its code is loaded, its heap has the size that V8 gives to it.
    await bot.api(1).uploadFile(await sparseFile(folder, warmUpMiB))
    const baseline = process.memoryUsage.rss()
    let peak = baseline
    const onProgress = (): void => {
      peak = Math.max(peak, process.memoryUsage.rss())
    }
    await bot.api(1).uploadFile(await sparseFile(folder, sizeMiB), { onProgress })
    await bot.close()
    const usedMiB = Math.round((peak - baseline) / mebibyte)
    process.stdout.write(`${sizeMiB} MiB took ${usedMiB} MiB of memory, ${allowedMiB} are allowed\n`)
    process.exitCode = usedMiB <= allowedMiB ? 0 : 1
  } finally {
    child.kill()
    await rm(folder, { recursive: true })
  }
}

if (process.argv[2] === 'serve') await serve()
else await measure(Number(process.argv[2] ?? 500))
