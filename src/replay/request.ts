import type { Agent } from 'node:http'
import type { CaptureLine } from '../capture/capture-line.js'
import { sign } from '../receive/signature.js'
import { type Header, post } from './post.js'
import { selfIdOf } from './selection.js'

/** Headers of one connection and one request, which a new request has of its own, or of its secrets. */
const ownOfRequest: ReadonlySet<string> = new Set([
  'host', 'connection', 'keep-alive', 'content-length', 'content-encoding', 'transfer-encoding', 'expect', 'upgrade',
  'te', 'trailer', 'x-signature', 'x-self-id', 'authorization', 'cookie', 'forwarded', 'x-forwarded-for', 'x-real-ip',
]) // biome-ignore format: one list

/** Where deliveries are posted to. */
export interface Target {
  readonly url: URL
  /** Signs them; missing or empty: they are not signed. */
  readonly token?: string | undefined
  readonly agent: Agent
  /** Besides those that were captured. */
  readonly headers?: readonly Header[]
}

/** A response. */
export interface Answered {
  readonly status: number
  readonly body: string
}

const isName = (name: string): boolean => /^[!#$%&'*+\-.^_`|~\w]+$/.test(name)

/** The headers of a delivery that is posted again: those that were captured, and what is the request's own. */
export const headersOf = (
  line: CaptureLine,
  bytes: Buffer,
  { url, token = '', headers = [] }: Omit<Target, 'agent'>,
): readonly Header[] => {
  const captured = Object.entries(line.headers).filter(([name]) => isName(name) && !ownOfRequest.has(name))
  const isChunked = line.headers['transfer-encoding'] === 'chunked'
  return [
    ['host', url.host],
    ['content-type', 'application/json'],
    ...captured,
    ['x-self-id', String(selfIdOf(line) ?? line.headers['x-self-id'] ?? '')],
    ...(token === '' ? [] : [['x-signature', sign(bytes, token)] as const]),
    isChunked ? ['transfer-encoding', 'chunked'] : ['content-length', String(bytes.length)],
    ...headers,
  ]
}

/** Posts a delivery of a capture again: the same bytes, signed anew. Rejects where no whole response comes. */
export const postAgain = async (line: CaptureLine, target: Target): Promise<Answered> => {
  const bytes = Buffer.from(line.body)
  const { status, body } = await post(target.url, headersOf(line, bytes, target), bytes, target.agent)
  return { status, body: body.toString() }
}
