import { createHash } from 'node:crypto'
import type { Implementation } from '../../src/protocol/implementation.js'
import { sign } from '../../src/receive/signature.js'
import { me } from './sample.js'

/** The token that every fixture is signed with. */
export const token = 'main_token'

type Body = Readonly<Record<string, unknown>>

/** How one implementation writes a delivery. */
interface Writer {
  readonly json: (body: Body, file: string) => string
  readonly headers: (bytes: Buffer) => readonly string[]
  readonly frame?: (bytes: Buffer) => Buffer
}

const compact = (body: Body): string => JSON.stringify(body)

/** Go walks through a map in any order: here in one that the name of the file decides. */
const inAnyOrder = (body: Body, file: string): string => {
  const rank = ([key]: [string, unknown]): string => createHash('sha1').update(`${file} ${key}`).digest('hex')
  const entries = Object.entries(body).sort((one, next) => (rank(one) < rank(next) ? -1 : 1))
  // Numbers that a JavaScript number cannot hold.
  return `${JSON.stringify(Object.fromEntries(entries)).replace(/"#(\d+)"/g, '$1')}\n`
}

const escaped = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** What .NET escapes by default, a quotation mark inside a string among it. */
const netJson = (body: Body): string =>
  JSON.stringify(body)
    .replace(/[^ -~]|[<>&'+`]/g, escaped)
    .replace(/\\"/g, escaped('"'))

const signature = (bytes: Buffer): string => sign(bytes, token)

const writers: Readonly<Record<Implementation, Writer>> = {
  napcat: {
    json: compact,
    headers: (bytes) => [
      'Content-Type: application/json',
      `x-self-id: ${me}`,
      `x-signature: ${signature(bytes)}`,
      'Host: 127.0.0.1:8080',
      'Connection: keep-alive',
      'Transfer-Encoding: chunked',
    ],
    frame: (bytes) =>
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')]),
  },
  llonebot: {
    json: compact,
    headers: (bytes) => [
      'host: 127.0.0.1:8080',
      'connection: keep-alive',
      'Content-Type: application/json',
      `x-self-id: ${me}`,
      `x-signature: ${signature(bytes)}`,
      'accept: */*',
      'accept-language: *',
      'sec-fetch-mode: cors',
      'user-agent: node',
      'accept-encoding: gzip, deflate',
      `content-length: ${bytes.length}`,
    ],
  },
  'go-cqhttp': {
    json: inAnyOrder,
    headers: (bytes) => [
      'Host: 127.0.0.1:8080',
      'User-Agent: CQHttp/4.15.0',
      `Content-Length: ${bytes.length}`,
      'Content-Type: application/json',
      `X-Self-Id: ${me}`,
      `X-Signature: ${signature(bytes)}`,
      'Accept-Encoding: gzip',
    ],
  },
  lagrange: {
    json: netJson,
    headers: (bytes) => [
      'Host: 127.0.0.1:8080',
      `X-Self-ID: ${me}`,
      `X-Signature: ${signature(bytes)}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${bytes.length}`,
    ],
  },
  shamrock: {
    json: (body) => JSON.stringify(body, null, 4),
    headers: (bytes) => [
      'Host: 127.0.0.1:8080',
      'User-Agent: Shamrock/1.0.9',
      `X-Self-ID: ${me}`,
      'X-QQ-Version: 9.0.8',
      'X-OneBot-Version: 11',
      'X-Impl: Shamrock',
      'X-Client-Role: Universal',
      'Sec-WebSocket-Protocol: 11.Shamrock',
      'Content-Type: application/json',
      `Content-Length: ${bytes.length}`,
    ],
  },
}

/** A delivery, byte by byte as the implementation sends it. */
export const writeDelivery = (implementation: Implementation, body: Body, file: string): Buffer => {
  const { json, headers, frame = (bytes: Buffer) => bytes } = writers[implementation]
  const bytes = Buffer.from(json(body, file))
  const head = ['POST /napcat HTTP/1.1', ...headers(bytes), '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), frame(bytes)])
}

/** The headers, with names in lower case, and the body of a delivery. */
export const readDelivery = (delivery: Buffer): { headers: Map<string, string>; bytes: Buffer } => {
  const end = delivery.indexOf('\r\n\r\n')
  const lines = delivery.subarray(0, end).toString().split('\r\n').slice(1)
  const headers = new Map(
    lines.map((line) => {
      const [name = '', ...value] = line.split(': ')
      return [name.toLowerCase(), value.join(': ')]
    }),
  )
  const rest = delivery.subarray(end + 4)
  if (headers.get('transfer-encoding') !== 'chunked') return { headers, bytes: rest }
  const size = rest.indexOf('\r\n')
  return {
    headers,
    bytes: rest.subarray(size + 2, size + 2 + Number.parseInt(rest.subarray(0, size).toString(), 16)),
  }
}
