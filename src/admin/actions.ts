import type { IncomingMessage } from 'node:http'
import type { Page } from './page.js'

/** What the owner of the bot may have done, by path: JSON in, JSON out. Rejects with `RangeError` for what does not fit. */
export type Actions = Readonly<Record<string, (input: unknown) => Promise<unknown>>>

export interface ActionsOptions {
  readonly actions: Actions
  /** Whether an address is this machine. */
  readonly isOwn: (address: string) => boolean
  /** Is told of an error that is not the fault of the input. */
  readonly failed: (error: unknown, path: string) => void
}

/** Names are short. */
const maxBytes = 64 * 1024

const json = (status: number, body: unknown): Page => ({
  status,
  type: 'application/json',
  body: `${JSON.stringify(body)}\n`,
})

/**
 * Looking is for everybody who reaches the listener, acting for programs on this machine alone: not for what comes
 * through a proxy, and not for pages in its browser, which always name their origin.
 */
const isOwner = ({ socket, headers }: IncomingMessage, isOwn: ActionsOptions['isOwn']): boolean =>
  isOwn(socket.remoteAddress ?? '') &&
  headers.origin === undefined &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  headers['content-type'] === 'application/json'

/** `undefined`: there is no such action. */
export const answerAction = async (
  { actions, isOwn, failed }: ActionsOptions,
  path: string,
  request: IncomingMessage,
): Promise<Page | undefined> => {
  const action = Object.hasOwn(actions, path) ? actions[path] : undefined
  if (action === undefined) return undefined
  if (request.method !== 'POST') return json(405, { error: 'POST only' })
  if (!isOwner(request, isOwn))
    return json(403, { error: 'only for programs on this machine, with Content-Type: application/json' })
  const bytes = await readAll(request)
  if (bytes === undefined) return json(413, { error: `at most ${maxBytes} bytes` })
  try {
    return json(200, (await action(parse(bytes))) ?? {})
  } catch (error) {
    if (error instanceof RangeError) return json(400, { error: error.message })
    failed(error, path)
    return json(500, { error: 'it failed; the log of the bot says why' })
  }
}

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString())
  } catch (cause) {
    throw new RangeError('the body is no JSON', { cause })
  }
}

const readAll = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
