import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { uploadFile } from '../../src/api/upload.js'
import { ApiRefused, ApiTimeout, ApiUnreachable } from '../../src/errors.js'
import type { Caller, CallOptions } from '../../src/protocol/action.js'
import type { FileSource, UploadedFile, UploadOptions } from '../../src/protocol/files.js'
import type { Params } from '../support/api.js'
import { UploadStreams } from '../support/upload-stream.js'

/** What goes wrong with a call. */
type Fault = 'fine' | 'lost on its way' | 'answer lost' | 'restarted before'

const openUploads = (faults: readonly Fault[] = []) => {
  const napcat = new UploadStreams()
  let calls = 0
  const call = async (action: string, params: Params = {}, { signal }: CallOptions = {}): Promise<object> => {
    signal?.throwIfAborted()
    const fault = faults[calls] ?? 'fine'
    calls += 1
    if (fault === 'lost on its way') throw new ApiUnreachable(action, 'gone')
    if (fault === 'restarted before') napcat.forget()
    const answer = napcat.take(params)
    if (fault === 'answer lost') throw new ApiTimeout(action, 1)
    return answer
  }
  const waits: number[] = []
  const wait = async (
    ms: number,
    _: undefined,
    { signal }: { readonly signal?: AbortSignal },
  ): Promise<void> => {
    signal?.throwIfAborted()
    waits.push(ms)
  }
  const upload = (source: FileSource, options?: UploadOptions): Promise<UploadedFile> =>
    uploadFile({ selfId: 1, call } as unknown as Caller, source, options, wait)
  return { napcat, upload, waits, calls: () => calls }
}

const bytes = randomBytes(10_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')

const onDisk = async (content: Uint8Array, name = 'cat.mp4'): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'upload-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const spooled = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('catflap-'))

describe('a file', () => {
  test('arrives whole, whatever it comes from', async () => {
    const path = await onDisk(bytes)
    const before = spooled()
    const halves = [bytes.subarray(0, 123), bytes.subarray(123)]
    const sources = [path, pathToFileURL(path), bytes, Readable.from(halves), new Blob([bytes]).stream()]
    for (const source of sources) {
      const { napcat, upload } = openUploads()
      const { path: there, ...file } = await upload(source, { chunkBytes: 999 })
      expect(napcat.files.get(there)?.equals(bytes)).toBe(true)
      expect(file).toEqual({ file: encodeURI(`file://${there}`).replace('#', '%23'), size: 10_000, sha256 })
    }
    expect(spooled()).toEqual(before)
  })

  test('has a name of its own at NapCat, with its ending', async () => {
    const { napcat, upload } = openUploads()
    const path = await onDisk(bytes)
    const named = await Promise.all([
      upload(path),
      upload(path),
      upload(bytes, { name: '../../etc/pass wd.ogg' }),
    ])
    expect(new Set(named.map((one) => one.path)).size).toBe(3)
    for (const { path } of named) expect(path).toMatch(/^\/app\/temp #1\/[0-9a-f-]{36}\.(mp4|ogg)$/)
    expect(napcat.requests[0]).toMatchObject({
      file_retention: 300_000,
      file_size: 10_000,
      expected_sha256: sha256,
    })
  })

  test('tells its progress', async () => {
    const { upload } = openUploads()
    const told: number[] = []
    await upload(bytes, { chunkBytes: 4000, onProgress: ({ sentBytes }) => told.push(sentBytes) })
    expect(told).toEqual([4000, 8000, 10_000])
  })
})

describe('a connection that drops', () => {
  test('costs no chunk that has arrived', async () => {
    const { napcat, upload, waits } = openUploads(['fine', 'answer lost', 'fine', 'lost on its way'])
    const { path } = await upload(bytes, { chunkBytes: 4000 })
    expect(napcat.files.get(path)?.equals(bytes)).toBe(true)
    const chunks = napcat.requests.flatMap(({ chunk_index }) => chunk_index ?? [])
    expect(chunks).toEqual([0, 1, 2])
    expect(waits).toEqual([250, 250])
  })

  test('is given up when nothing gets through any more', async () => {
    const { upload, waits } = openUploads(Array<Fault>(100).fill('lost on its way'))
    await expect(upload(bytes)).rejects.toThrow(ApiUnreachable)
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000])
  })

  test('changes nothing of what arrives, whenever it happens', async () => {
    const fault = fc.constantFrom<Fault>('fine', 'fine', 'lost on its way', 'answer lost', 'restarted before')
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 12 }), async (faults) => {
        const { napcat, upload } = openUploads(faults)
        const outcome = await upload(bytes, { chunkBytes: 2500 }).catch((error: unknown) => error)
        // Too many faults in a row, or a restart before the end, are told; half a file never counts as one.
        if (outcome instanceof Error) expect(faults).not.toEqual(faults.map(() => 'fine'))
        else expect(napcat.files.get((outcome as UploadedFile).path)?.equals(bytes)).toBe(true)
      }),
    )
  })
})

describe('what is refused', () => {
  test('ends the upload and leaves nothing at NapCat', async () => {
    const { napcat, upload } = openUploads()
    const path = await onDisk(bytes)
    const changed = upload(path, {
      chunkBytes: 1000,
      onProgress: ({ sentBytes }) => {
        if (sentBytes === 1000) writeFileSync(path, randomBytes(10_000))
      },
    })
    await expect(changed).rejects.toThrow('SHA256 mismatch')
    await expect(changed).rejects.toBeInstanceOf(ApiRefused)
    const cut = upload(path, { chunkBytes: 1000, onProgress: () => truncateSync(path, 1500) })
    await expect(cut).rejects.toThrow('cut short')
    expect(napcat.open).toBe(0)
  })

  test('an abort ends it too', async () => {
    const { napcat, upload } = openUploads()
    const controller = new AbortController()
    const aborted = upload(bytes, {
      chunkBytes: 1000,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    })
    await expect(aborted).rejects.toThrow('enough')
    expect(napcat.open).toBe(0)
    expect(napcat.files.size).toBe(0)
  })

  test('an empty file, an endless stream, text and a path to nowhere are errors, and no file stays behind', async () => {
    const { upload, calls } = openUploads()
    const before = spooled()
    await expect(upload(new Uint8Array())).rejects.toThrow(RangeError)
    const endless = new Readable({ read: () => endless.push(Buffer.alloc(1000)) })
    await expect(upload(endless, { limit: 10_000 })).rejects.toThrow(RangeError)
    expect(endless.destroyed).toBe(true)
    await expect(upload(Readable.from(['text']))).rejects.toThrow(TypeError)
    await expect(upload('/no/such/file')).rejects.toThrow('ENOENT')
    expect(calls()).toBe(0)
    expect(spooled()).toEqual(before)
  })
})
