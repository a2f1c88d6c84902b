import type { Implementation } from '../../src/protocol/implementation.js'
import { headersOf, writeBody } from '../../src/testkit/wire.js'
import { me } from './sample.js'

/** The token that every fixture is signed with. */
export const token = 'main_token'

type Body = Readonly<Record<string, unknown>>

const sender = { selfId: me, token, host: '127.0.0.1:8080' }

const inOneChunk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')])

/** A delivery, byte by byte as the implementation sends it. */
export const writeDelivery = (implementation: Implementation, body: Body, file: string): Buffer => {
  // `#` marks the numbers that a JavaScript number cannot hold.
  const bytes = Buffer.from(writeBody(implementation, body, file).replace(/"#(\d+)"/g, '$1'))
  const headers = headersOf(implementation, bytes, sender).map(([name, value]) => `${name}: ${value}`)
  const head = ['POST /napcat HTTP/1.1', ...headers, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), implementation === 'napcat' ? inOneChunk(bytes) : bytes])
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
