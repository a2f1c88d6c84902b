import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type busboy from 'busboy'
import { library } from '../library.js'
import type { Place } from '../receive/entrance.js'
import { Refusal } from '../receive/refusal.js'

/** The files that a hook takes. */
export interface FileLimits {
  /** `image/png`, `text/*`; another one gets 415. Default: every type. */
  readonly types?: readonly string[]
  /** Bytes of one file. Default: what `bodyLimit` leaves. */
  readonly maxBytes?: number
  /** Default 10. */
  readonly maxCount?: number
}

/** A file that came with a form. */
export interface HookFile {
  /** The name of its field. */
  readonly field: string
  /** As the sender calls it, without folders. Never use it as a path. */
  readonly filename: string
  /** As the sender says. */
  readonly type: string
  /** In bytes. */
  readonly size: number
  /** Where it is until the delivery is done. */
  readonly path: string
  read(): Promise<Buffer>
  text(): Promise<string>
}

/** What a form with files has come to. */
export interface Multipart {
  /** A field that came more than once is a list. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>
  readonly files: readonly HookFile[]
  /** Takes the files away. */
  readonly remove: () => Promise<void>
}

export interface MultipartOptions {
  readonly headers: IncomingHttpHeaders
  readonly place: Place
  readonly bodyLimit: number
  readonly limits: FileLimits
}

const maxFields = 1000
/** Of all fields together: they are held in memory. */
const maxFieldBytes = 1024 * 1024
const defaultMaxFiles = 10

/** `text/*` takes `text/plain`. */
const takes = (types: readonly string[] | undefined, type: string): boolean =>
  types === undefined ||
  types.some((one) => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : one === type))

/** A second value of a name makes a list of it. */
export const addField = (
  fields: Map<string, string | readonly string[]>,
  name: string,
  value: string,
): void => {
  const known = fields.get(name)
  fields.set(name, known === undefined ? value : [known, value].flat())
}

const openFolder = (): Promise<string> => mkdtemp(join(tmpdir(), `catflap-hook-${process.pid}-`))

/** A form with files → its fields, and the files in a folder of their own. Rejects with a `Refusal`. */
export const readMultipart = async (stream: Readable, options: MultipartOptions): Promise<Multipart> => {
  const folder = await openFolder()
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const form = new Form(folder, options)
  try {
    const { fields, files } = await form.read(stream)
    return { fields, files, remove }
  } catch (error) {
    await form.stopped()
    await remove()
    throw error
  }
}

/** One form while it arrives. */
class Form {
  readonly #folder: string
  readonly #options: MultipartOptions
  readonly #fields = new Map<string, string | readonly string[]>()
  readonly #files: Promise<HookFile>[] = []
  #arrived = 0
  #fieldCharacters = 0
  #fail: (error: unknown) => void = () => {}

  constructor(folder: string, options: MultipartOptions) {
    this.#folder = folder
    this.#options = options
  }

  async read(stream: Readable): Promise<Pick<Multipart, 'fields' | 'files'>> {
    const parser = this.#parser()
    const failed = new Promise<never>((_resolve, reject) => {
      this.#fail = reject
    })
    const count = (chunk: Buffer): void => this.#count(chunk)
    const cutOff = (): void => {
      if (!stream.readableEnded) this.#fail(new Refusal('cut-off', { ...this.#options.place }))
    }
    stream.on('data', count).once('close', cutOff).once('error', cutOff)
    try {
      const parsed = new Promise<void>((resolve) => parser.once('close', resolve))
      stream.pipe(parser)
      await Promise.race([parsed, failed])
      const files = await Promise.race([Promise.all(this.#files), failed])
      return { fields: Object.fromEntries(this.#fields), files }
    } finally {
      stream.off('data', count).off('close', cutOff).off('error', cutOff)
      stream.unpipe(parser)
      parser.destroy()
    }
  }

  /** Resolves when nothing is written any more. */
  async stopped(): Promise<void> {
    await Promise.allSettled(this.#files)
  }

  #parser(): busboy.Busboy {
    const { headers, limits } = this.#options
    const { maxBytes = Number.POSITIVE_INFINITY, maxCount = defaultMaxFiles } = limits
    const createParser = library('busboy') as typeof busboy
    const parser = this.#opened(() =>
      createParser({
        headers,
        defParamCharset: 'utf8',
        limits: {
          fields: maxFields,
          fieldSize: maxFieldBytes,
          files: maxCount,
          // busboy says that it has cut off what is as long as this.
          fileSize: maxBytes + 1,
        },
      }),
    )
    const tooMany = (): void => this.#refuse('too-many-parts')
    parser
      .on('file', (field, file, { filename = '', mimeType }) => {
        const saved = this.#save(field, file, filename, mimeType)
        saved.catch((error: unknown) => this.#fail(error))
        this.#files.push(saved)
      })
      .on('field', (name, value, { valueTruncated }) => {
        this.#fieldCharacters += name.length + value.length
        if (valueTruncated || this.#fieldCharacters > maxFieldBytes) tooMany()
        addField(this.#fields, name, value)
      })
      .on('filesLimit', tooMany)
      .on('fieldsLimit', tooMany)
      .on('error', () => this.#refuse('no-form'))
    return parser
  }

  /** busboy throws where the header names no boundary. */
  #opened(open: () => busboy.Busboy): busboy.Busboy {
    try {
      return open()
    } catch {
      throw new Refusal('no-form', { ...this.#options.place })
    }
  }

  async #save(field: string, file: Readable, filename: string, type: string): Promise<HookFile> {
    const { place, limits } = this.#options
    if (!takes(limits.types, type)) {
      file.resume()
      throw new Refusal('other-file-type', { ...place, type })
    }
    const path = join(this.#folder, String(this.#files.length))
    let size = 0
    file.on('data', (chunk: Buffer) => {
      size += chunk.length
    })
    file.once('limit', () => this.#refuse('file-too-large', { limit: limits.maxBytes }))
    await pipeline(file, createWriteStream(path))
    const read = (): Promise<Buffer> => readFile(path)
    return { field, filename, type, size, path, read, text: async () => (await read()).toString() }
  }

  #count(chunk: Buffer): void {
    const { bodyLimit, place } = this.#options
    this.#arrived += chunk.length
    if (this.#arrived > bodyLimit) this.#fail(new Refusal('too-large', { ...place, limit: bodyLimit }))
  }

  #refuse(cause: 'too-many-parts' | 'no-form' | 'file-too-large', about: object = {}): void {
    this.#fail(new Refusal(cause, { ...this.#options.place, ...about }))
  }
}
