import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBot } from '../src/bot.js'
import { bearer } from '../src/hooks/tokens.js'
import { createLog } from '../src/log.js'

/**
 * How much memory a form with a file takes: `node --import tsx scripts/hook-memory.ts [MiB]` posts a file of this size
 * (200) to a hook of a bot in a process of its own, and fails where more than 60 MiB come on top of what a bot at work
 * has, or where a form that is too large is not refused at once.
 */
const allowedMiB = 60
const warmUpMiB = 8
const mebibyte = 1024 * 1024
const token = 'key'

/** A bot that says how much memory it takes. */
const serve = async (limitMiB: number): Promise<void> => {
  const bot = createBot({ endpoints: [{ path: '/' }], log: createLog('silent') })
  const options = { verify: bearer(token), files: {}, bodyLimit: limitMiB * mebibyte }
  bot.hook('/report', options, ({ files }) => ({ size: files[0]?.size }))
  const { port } = await bot.listen({ port: 0 })
  let peak = 0
  setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 5)
  process.on('message', () => {
    process.send?.(peak)
    peak = 0
  })
  process.send?.(port)
}

const boundary = 'catflap-boundary'
const head = `--${boundary}\r\nContent-Disposition: form-data; name="a"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`
const tail = `\r\n--${boundary}--\r\n`

function* form(sizeMiB: number): Generator<Buffer> {
  yield Buffer.from(head)
  const zeros = Buffer.alloc(mebibyte)
  for (let sent = 0; sent < sizeMiB; sent += 1) yield zeros
  yield Buffer.from(tail)
}

interface Posted {
  readonly status: number | undefined
  /** How much had left when the answer came. */
  readonly sentMiB: number
}

const post = async (port: number, sizeMiB: number): Promise<Posted> => {
  const length = head.length + sizeMiB * mebibyte + tail.length
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Content-Length': length,
  }
  const posting = request({ host: '127.0.0.1', port, path: '/report', method: 'POST', headers })
  let sent = 0
  const body = Readable.from(form(sizeMiB)).on('data', (chunk: Buffer) => {
    sent += chunk.length
  })
  const answered = once(posting, 'response')
  // Who is refused early need not send the rest.
  const written = pipeline(body, posting).catch(() => {})
  const [response] = (await answered) as [{ statusCode?: number; resume(): void }]
  const sentMiB = Math.round(sent / mebibyte)
  response.resume()
  if (response.statusCode === 200) await written
  posting.destroy()
  return { status: response.statusCode, sentMiB }
}

const measure = async (sizeMiB: number): Promise<void> => {
  const child = fork(fileURLToPath(import.meta.url), ['serve', String(sizeMiB + 1)])
  const peak = async (): Promise<number> => {
    child.send('peak')
    const [bytes] = (await once(child, 'message')) as [number]
    return bytes
  }
  try {
    const [port] = (await once(child, 'message')) as [number]
    // A bot at work: its code is loaded, its heap has the size that V8 gives to it.
    await post(port, warmUpMiB)
    const baseline = await peak()
    const { status } = await post(port, sizeMiB)
    const usedMiB = Math.round(((await peak()) - baseline) / mebibyte)
    const refused = await post(port, sizeMiB * 2)
    const left = (await readdir(tmpdir())).filter((name) => name.startsWith(`catflap-hook-${child.pid}-`))
    const lines = [
      `${sizeMiB} MiB: ${status}, took ${usedMiB} MiB of memory, ${allowedMiB} are allowed`,
      `${sizeMiB * 2} MiB: ${refused.status} after ${refused.sentMiB} MiB`,
      `${left.length} folders are left`,
      '',
    ]
    process.stdout.write(lines.join('\n'))
    const isFine = status === 200 && usedMiB <= allowedMiB && refused.status === 413
    process.exitCode = isFine && refused.sentMiB < sizeMiB && left.length === 0 ? 0 : 1
  } finally {
    child.kill()
  }
}

if (process.argv[2] === 'serve') await serve(Number(process.argv[3]))
else await measure(Number(process.argv[2] ?? 200))
