import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { sign } from '../../src/index.js'
import { groupMessage, openDoor, token } from '../support/door.js'

interface Request {
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: Buffer
  readonly isChunked?: boolean
  readonly version?: string
}

let lastId = 0
const pinging = (text = 'ping'): Buffer => {
  lastId += 1
  return Buffer.from(JSON.stringify(groupMessage(text, { message_id: lastId })))
}

const inChunks = (body: Buffer): Buffer => {
  const half = Math.ceil(body.length / 2)
  const parts = [body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0)
  const framed = parts.flatMap((part) => [`${part.length.toString(16)}\r\n`, part, '\r\n'])
  return Buffer.concat([...framed, '0\r\n\r\n'].map((part) => Buffer.from(part)))
}

const bytesOf = (path: string, { headers = {}, body = pinging(), isChunked, version }: Request): Buffer => {
  const all = {
    Host: 'bot',
    'Content-Type': 'application/json',
    'X-Self-ID': '123456789',
    'X-Signature': sign(body, token),
    ...(isChunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': String(body.length) }),
    ...headers,
    Connection: 'close',
  }
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${value}`,
  )
  const head = [`POST ${path} HTTP/${version ?? '1.1'}`, ...lines, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), isChunked ? inChunks(body) : body])
}

/** Everything that comes back, byte by byte, apart from the time. */
const answerTo = async (port: number, request: Buffer): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  const received: Buffer[] = []
  socket.on('data', (chunk) => received.push(chunk))
  socket.write(request)
  await once(socket, 'close')
  return Buffer.concat(received)
    .toString('latin1')
    .replace(/Date: .*/, 'Date: now')
}

const tooLarge = Buffer.alloc(5000, ' ')
const requests: Readonly<Record<string, () => Request>> = {
  'an answer': () => ({}),
  'an answer in Chinese': () => ({ body: pinging('中文') }),
  'nothing to answer': () => ({ body: pinging('hello') }),
  'a body in chunks': () => ({ isChunked: true }),
  'HTTP 1.0': () => ({ version: '1.0' }),
  'a charset': () => ({ headers: { 'Content-Type': 'application/json; charset=utf-8' } }),
  'another content type': () => ({ headers: { 'Content-Type': 'text/plain' } }),
  'no content type': () => ({ headers: { 'Content-Type': undefined } }),
  compression: () => ({ headers: { 'Content-Encoding': 'gzip' } }),
  'no signature': () => ({ headers: { 'X-Signature': undefined } }),
  'a wrong signature': () => ({ headers: { 'X-Signature': `sha1=${'0'.repeat(40)}` } }),
  'no account': () => ({ headers: { 'X-Self-ID': undefined } }),
  'another account': () => ({ headers: { 'X-Self-ID': '1' } }),
  'a body that is too large': () => ({ body: tooLarge }),
  'chunks that are too large': () => ({ body: tooLarge, isChunked: true }),
  'an empty body': () => ({ body: Buffer.alloc(0) }),
  'no JSON': () => ({ body: Buffer.from('{') }),
  'no object': () => ({ body: Buffer.from('[]') }),
  'no UTF-8': () => ({ body: Buffer.from([0x22, 0xff, 0x22]) }),
}

describe('a path that is written as configured and one that the router has to find are answered alike:', () => {
  it.each(Object.entries(requests))('%s', async (_name, request) => {
    const endpoint = { name: 'main', path: '/napcat', tokens: [token], bodyLimit: 4000 }
    const { port, lines } = await openDoor(
      (bot) => {
        bot.text('ping', () => 'pong')
        bot.text('中文', () => '好的')
      },
      { endpoints: [endpoint] },
    )
    const asConfigured = await answerTo(port, bytesOf('/napcat', request()))
    const said = lines.splice(0).map(({ msg }) => msg)
    const found = await answerTo(port, bytesOf('/NapCat/?a=1', request()))
    expect(found).toBe(asConfigured)
    expect(asConfigured).toMatch(/^HTTP\/1\.1 \d{3} /)
    // A cause is said once; of its repetition only the number is kept.
    const refusals = said.filter((msg) => msg.startsWith('refused'))
    expect(refusals.length).toBe(/^HTTP\/1\.1 [45]/.test(asConfigured) ? 1 : 0)
  })
})
