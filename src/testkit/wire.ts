import { createHash } from 'node:crypto'
import type { Implementation } from '../protocol/implementation.js'
import { sign } from '../receive/signature.js'
import type { Header } from '../replay/post.js'

type Body = Readonly<Record<string, unknown>>

/** What the headers of a delivery say. */
export interface Sender {
  readonly selfId: number
  /** What it signs with; empty: not at all. */
  readonly token: string
  /** Where it posts to: `127.0.0.1:8080`. */
  readonly host: string
}

/** How one implementation writes what it posts. */
interface Writer {
  readonly json: (body: Body, seed: string) => string
  readonly headers: (bytes: Uint8Array, sender: Sender) => readonly Header[]
}

const compact = (body: Body): string => JSON.stringify(body)

/** Go walks through a map in any order: here in one that the seed decides. */
const inAnyOrder = (body: Body, seed: string): string => {
  const rank = ([key]: [string, unknown]): string => createHash('sha1').update(`${seed} ${key}`).digest('hex')
  const entries = Object.entries(body).sort((one, next) => (rank(one) < rank(next) ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(entries))}\n`
}

const escaped = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** What .NET escapes by default, a quotation mark inside a string among it. */
const netJson = (body: Body): string =>
  JSON.stringify(body)
    .replace(/[^ -~]|[<>&'+`]/g, escaped)
    .replace(/\\"/g, escaped('"'))

const signed = (name: string, bytes: Uint8Array, { token }: Sender): Header[] =>
  token === '' ? [] : [[name, sign(bytes, token)]]

const writers: Readonly<Record<Implementation, Writer>> = {
  napcat: {
    json: compact,
    headers: (bytes, sender) => [
      ['Content-Type', 'application/json'],
      ['x-self-id', String(sender.selfId)],
      ...signed('x-signature', bytes, sender),
      ['Host', sender.host],
      ['Connection', 'keep-alive'],
      ['Transfer-Encoding', 'chunked'],
    ],
  },
  llonebot: {
    json: compact,
    headers: (bytes, sender) => [
      ['host', sender.host],
      ['connection', 'keep-alive'],
      ['Content-Type', 'application/json'],
      ['x-self-id', String(sender.selfId)],
      ...signed('x-signature', bytes, sender),
      ['accept', '*/*'],
      ['accept-language', '*'],
      ['sec-fetch-mode', 'cors'],
      ['user-agent', 'node'],
      ['accept-encoding', 'gzip, deflate'],
      ['content-length', String(bytes.length)],
    ],
  },
  'go-cqhttp': {
    json: inAnyOrder,
    headers: (bytes, sender) => [
      ['Host', sender.host],
      ['User-Agent', 'CQHttp/4.15.0'],
      ['Content-Length', String(bytes.length)],
      ['Content-Type', 'application/json'],
      ['X-Self-Id', String(sender.selfId)],
      ...signed('X-Signature', bytes, sender),
      ['Accept-Encoding', 'gzip'],
    ],
  },
  lagrange: {
    json: netJson,
    headers: (bytes, sender) => [
      ['Host', sender.host],
      ['X-Self-ID', String(sender.selfId)],
      ...signed('X-Signature', bytes, sender),
      ['Content-Type', 'application/json; charset=utf-8'],
      ['Content-Length', String(bytes.length)],
    ],
  },
  shamrock: {
    json: (body) => JSON.stringify(body, null, 4),
    headers: (bytes, sender) => [
      ['Host', sender.host],
      ['User-Agent', 'Shamrock/1.0.9'],
      ['X-Self-ID', String(sender.selfId)],
      ['X-QQ-Version', '9.0.8'],
      ['X-OneBot-Version', '11'],
      ['X-Impl', 'Shamrock'],
      ['X-Client-Role', 'Universal'],
      ['Sec-WebSocket-Protocol', '11.Shamrock'],
      ['Content-Type', 'application/json'],
      ['Content-Length', String(bytes.length)],
    ],
  },
}

/** An event as the implementation writes it. `seed` decides what is left to chance there. */
export const writeBody = (implementation: Implementation, body: Body, seed: string): string =>
  writers[implementation].json(body, seed)

/** The headers that go with these bytes, in their order and spelling. */
export const headersOf = (
  implementation: Implementation,
  bytes: Uint8Array,
  sender: Sender,
): readonly Header[] => writers[implementation].headers(bytes, sender)
