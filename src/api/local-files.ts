import { readFile, stat } from 'node:fs/promises'
import { ApiNotSent, ApiRefused } from '../errors.js'
import type { Caller, CallOptions, UnknownParams } from '../protocol/action.js'
import type { Implementation } from '../protocol/implementation.js'
import { holdsLocalFile, type LocalFile, replaceLocalFiles } from '../protocol/local-file.js'
import { base64Of } from '../protocol/media.js'
import { rowOf } from './params.js'
import { uploadFile } from './upload.js'

/** How files of this machine travel in messages. */
export interface MediaOptions {
  /** Up to so many bytes a file is part of the message; a larger one is uploaded where NapCat is. Default 4 MiB. */
  readonly inlineBytes?: number
  /** The same where nothing can be uploaded; a larger one is an error. Default 32 MiB. */
  readonly base64Bytes?: number
}

export const defaultMedia = {
  inlineBytes: 4 * 1024 * 1024,
  base64Bytes: 32 * 1024 * 1024,
} as const satisfies MediaOptions

export interface Destination {
  readonly api: Caller
  /** Returns `undefined` where nobody knows yet. */
  readonly implementation?: (() => Implementation | undefined) | undefined
  readonly media: MediaOptions
}

/** The parameters of a call with the bytes of local files, or what they were uploaded as, in their place. */
export const withFiles = async (
  action: string,
  params: UnknownParams,
  { signal }: Pick<CallOptions, 'signal'>,
  destination: Destination,
): Promise<UnknownParams> => {
  const messages = (rowOf(action)?.messages ?? []).filter((name) => holdsLocalFile(params[name]))
  if (messages.length === 0) return params
  const sent = new Map<LocalFile, string>()
  const send = async (file: LocalFile): Promise<string> => {
    const done = sent.get(file) ?? (await sendable(file, signal, destination))
    sent.set(file, done)
    return done
  }
  try {
    const filled: Record<string, unknown> = {}
    for (const name of messages) filled[name] = await replaceLocalFiles(params[name], send)
    return { ...params, ...filled }
  } catch (cause) {
    signal?.throwIfAborted()
    throw new ApiNotSent(action, 'file', { cause })
  }
}

const sendable = async (
  file: LocalFile,
  signal: AbortSignal | undefined,
  destination: Destination,
): Promise<string> => {
  const { api, media } = destination
  const size = await sizeOf(file)
  if (size <= (media.inlineBytes ?? defaultMedia.inlineBytes)) return inline(file)
  const implementation = destination.implementation?.()
  if (implementation === 'napcat' || implementation === undefined) {
    try {
      return (await uploadFile(api, file.path, signal === undefined ? {} : { signal })).file
    } catch (error) {
      const implementation = destination.implementation?.()
      if (implementation === 'napcat' || !(error instanceof ApiRefused)) throw error
    }
  }
  return inlineUpTo(file, size, media)
}

const sizeOf = async ({ path }: LocalFile): Promise<number> => {
  const stats = await stat(path)
  if (!stats.isFile()) throw new TypeError(`${path} is no file`)
  return stats.size
}

const inline = async ({ path }: LocalFile): Promise<string> => base64Of(await readFile(path))

const inlineUpTo = (file: LocalFile, size: number, { base64Bytes }: MediaOptions): Promise<string> => {
  const limit = base64Bytes ?? defaultMedia.base64Bytes
  if (size <= limit) return inline(file)
  throw new RangeError(
    `${file.path} has ${size} bytes, more than "media.base64Bytes" (${limit}); only NapCat takes more, by an upload`,
  )
}

/** A reply for a response, which can carry no upload. Rejects when a file is not there or too large. */
export const withInlineFiles = (reply: unknown, media: MediaOptions): Promise<unknown> =>
  replaceLocalFiles(reply, async (file) => inlineUpTo(file, await sizeOf(file), media))
