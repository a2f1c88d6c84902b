import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Bot, type BotOptions, createBot, sign } from '../../src/index.js'
import { createLog } from '../../src/log.js'

export const token = 'main_token'
export const selfId = 123456789

export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly [field: string]: unknown
}

export interface Door {
  readonly bot: Bot
  readonly port: number
  readonly adminPort: number | undefined
  /** Every line so far, as it was written. */
  readonly lines: LogLine[]
  /** Everything written to the log, as text. */
  readonly logged: () => string
  /** Resolves when a line contains this. */
  readonly said: (part: string) => Promise<LogLine>
}

/** A listening bot on a free port with one endpoint at /napcat, closed when the test ends. */
export const openDoor = async (
  setUp: (bot: Bot) => void = () => {},
  options: Partial<BotOptions> = {},
): Promise<Door> => {
  const lines: LogLine[] = []
  let waiting: { part: string; resolve: (line: LogLine) => void }[] = []
  const write = (text: string): void => {
    const line = JSON.parse(text) as LogLine
    lines.push(line)
    for (const one of waiting.filter(({ part }) => line.msg.includes(part))) one.resolve(line)
    waiting = waiting.filter(({ part }) => !line.msg.includes(part))
  }
  const said = (part: string): Promise<LogLine> => {
    const line = lines.find(({ msg }) => msg.includes(part))
    return line ? Promise.resolve(line) : new Promise((resolve) => waiting.push({ part, resolve }))
  }
  const log = createLog('debug', { write })
  const bot = createBot({ endpoints: [{ name: 'main', path: '/napcat', tokens: [token] }], log, ...options })
  setUp(bot)
  const { port, adminPort } = await bot.listen({ port: 0 })
  onTestFinished(() => bot.close({ withinMs: 0 }))
  return {
    bot,
    port,
    adminPort,
    lines,
    logged: () => lines.map((line) => JSON.stringify(line)).join('\n'),
    said,
  }
}

export interface RawResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const parse = (received: string): RawResponse | undefined => {
  const end = received.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const [statusLine = '', ...lines] = received.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const body = received.slice(end + 4)
  const whole = Buffer.byteLength(body) >= Number(headers['content-length'] ?? 0)
  return whole ? { status: Number(statusLine.split(' ')[1]), headers, body } : undefined
}

/** The next response on this socket. */
export const nextResponse = (socket: Socket): Promise<RawResponse> =>
  new Promise((resolve, reject) => {
    let received = ''
    const onData = (chunk: Buffer): void => {
      received += chunk.toString('utf8')
      const response = parse(received)
      if (response !== undefined) done(() => resolve(response))
    }
    const onClose = (): void => done(() => reject(new Error(`closed after: ${JSON.stringify(received)}`)))
    const done = (then: () => void): void => {
      socket.off('data', onData)
      socket.off('close', onClose)
      then()
    }
    socket.on('data', onData)
    socket.on('close', onClose)
    socket.on('error', () => {})
  })

export const openSocket = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.once('error', reject)
  })

/** Writes these bytes to a socket of their own and reads the response. */
export const exchange = async (port: number, bytes: string | Uint8Array): Promise<RawResponse> => {
  const socket = await openSocket(port)
  try {
    const response = nextResponse(socket)
    socket.write(bytes)
    return await response
  } finally {
    socket.destroy()
  }
}

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/${name}.http`, import.meta.url))

/** One request as bytes: these header lines, then the body with its length. */
export const requestOf = (headers: readonly string[], body: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(body)
  const head = ['POST /napcat HTTP/1.1', 'Host: 127.0.0.1', ...headers, `Content-Length: ${bytes.length}`]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes])
}

/** The headers of a delivery as they should be; `undefined` takes one away. */
export const headersFor = (
  body: string | Uint8Array,
  changes: Readonly<Record<string, string | undefined>> = {},
): string[] => {
  const headers = {
    'Content-Type': 'application/json',
    'X-Self-ID': String(selfId),
    'X-Signature': sign(Buffer.from(body), token),
    ...changes,
  }
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  )
}

/** Posts a body with right headers, apart from the changes. */
export const post = (
  port: number,
  body: string | Uint8Array | object,
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<RawResponse> => {
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  return exchange(port, requestOf(headersFor(bytes, changes), bytes))
}

let lastMessageId = 5000

/** A group message with a `message_id` of its own. */
export const groupMessage = (words: string, changes: object = {}): Record<string, unknown> => {
  lastMessageId += 1
  return {
    self_id: selfId,
    user_id: 87654321,
    time: 1763651801,
    message_id: lastMessageId,
    message_type: 'group',
    sender: { user_id: 87654321, nickname: '小明', card: '', role: 'member' },
    raw_message: words,
    font: 14,
    sub_type: 'normal',
    message: [{ type: 'text', data: { text: words } }],
    message_format: 'array',
    post_type: 'message',
    group_id: 456789012,
    ...changes,
  }
}
