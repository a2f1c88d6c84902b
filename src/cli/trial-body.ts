import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CommandError } from '../errors.js'

export interface BodyOptions {
  /** A file whose bytes are the body. */
  readonly file?: string
  readonly data?: string
  /** `key=value`, and `key=@file` for a file. */
  readonly form?: readonly string[]
}

export interface TrialBody {
  readonly body?: Buffer
  readonly contentType?: string
}

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read: ${cause.message}`, { cause })
  })

const fieldOf = (written: string): [string, string] => {
  const at = written.indexOf('=')
  if (at < 1) throw new CommandError(`--form takes key=value or key=@file, not ${written}`)
  return [written.slice(0, at), written.slice(at + 1)]
}

/** A form is sent as browsers do it: with files in parts, otherwise in one line. */
const formBody = async (form: readonly string[]): Promise<TrialBody> => {
  const fields = form.map(fieldOf)
  if (!fields.some(([, value]) => value.startsWith('@')))
    return {
      body: Buffer.from(String(new URLSearchParams(fields))),
      contentType: 'application/x-www-form-urlencoded',
    }
  const data = new FormData()
  for (const [key, value] of fields) {
    if (value.startsWith('@'))
      data.append(key, new Blob([await read(value.slice(1))]), basename(value.slice(1)))
    else data.append(key, value)
  }
  const encoded = new Response(data)
  return {
    body: Buffer.from(await encoded.arrayBuffer()),
    contentType: encoded.headers.get('Content-Type') ?? '',
  }
}

/** What a hook is tested with, from the options of the command line. */
export const bodyOf = async ({ file, data, form }: BodyOptions): Promise<TrialBody> => {
  if (form !== undefined) return formBody(form)
  if (file !== undefined) return { body: await read(file) }
  return data === undefined ? {} : { body: Buffer.from(data) }
}
