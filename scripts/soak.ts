import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { sign } from '../src/index.js'
import { openFaultyApi } from './soak/api.js'
import { soakEvent, soakToken } from './soak/event.js'
import { judge } from './soak/verdict.js'

/** `npm run soak -- 60`: so many seconds of load, then a verdict; the exit code is 1 where something does not hold. */
const seconds = Number(process.argv[2] ?? 300)
const perSecond = 80
const tickMs = 20

const agent = new Agent({ keepAlive: true, maxSockets: 128 })
const answers: number[] = []
const bare: number[] = []
const memory: number[] = []
const unhandled: string[] = []
let refused = 0

const startChild = (file: string, args: readonly string[] = []): ChildProcess =>
  fork(new URL(file, import.meta.url), args, { execArgv: [...process.execArgv, '--expose-gc'] })

const portOf = async (child: ChildProcess): Promise<number> => {
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return port
}

/** Resolves to the status and how long it took; `undefined` where the connection broke off. */
const post = (port: number, bytes: Buffer, signature: string, selfId: unknown, cutOff = false) =>
  new Promise<{ status: number; ms: number } | undefined>((resolve) => {
    const startedAt = performance.now()
    const headers = {
      'Content-Type': 'application/json',
      'X-Self-ID': String(selfId),
      'X-Signature': signature,
      ...(cutOff ? { 'Content-Length': bytes.length } : {}),
    }
    const sent = request({ port, host: '127.0.0.1', path: '/napcat', method: 'POST', headers, agent })
    sent.once('error', () => resolve(undefined))
    sent.once('response', (response) => {
      response.resume().once('end', () => {
        resolve({ status: response.statusCode ?? 0, ms: performance.now() - startedAt })
      })
    })
    if (cutOff) sent.write(bytes.subarray(0, 20), () => sent.destroy())
    else sent.end(bytes)
  })

const deliver = async (number: number, door: number, barePort: number): Promise<void> => {
  const { body, isSlow } = soakEvent(number)
  const bytes = Buffer.from(JSON.stringify(body))
  const signature = sign(bytes, soakToken)
  // Faults of the senders: cut off, signed wrongly, sent twice.
  if (number % 199 === 0) return void (await post(door, bytes, signature, body.self_id, true))
  if (number % 149 === 0) return void (await post(door, bytes, sign(bytes, 'wrong'), body.self_id))
  if (number % 20 === 0) void post(door, bytes, signature, body.self_id)
  const [answer, plain] = await Promise.all([
    post(door, bytes, signature, body.self_id),
    post(barePort, bytes, signature, body.self_id),
  ])
  if (plain !== undefined) bare.push(plain.ms)
  if (answer === undefined || answer.status > 204) refused += 1
  else if (!isSlow) answers.push(answer.ms)
}

/** So many seconds of events, numbered from `first` on. */
const load = async (seconds: number, first: number, door: number, barePort: number): Promise<void> => {
  const startedAt = performance.now()
  const running = new Set<Promise<void>>()
  let number = 0
  while (performance.now() - startedAt < seconds * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond)
    for (; number < due; number += 1) {
      const work = deliver(first + number, door, barePort)
      running.add(work)
      void work.finally(() => running.delete(work))
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs))
  }
  await Promise.all(running)
}

const api = await openFaultyApi()
const children = [startChild('soak/bot.ts', [api.url]), startChild('soak/bare.ts')] as const
const [bot, bareServer] = children
bot.on('message', (message: { readonly bytes?: number; readonly unhandled?: string }) => {
  if (message.bytes !== undefined) memory.push(message.bytes)
  if (message.unhandled !== undefined) unhandled.push(message.unhandled)
})
const [door, barePort] = await Promise.all([portOf(bot), portOf(bareServer)])
// What is run for the first time is compiled: that does not count.
await load(5, 1, door, barePort)
for (const measured of [answers, bare, memory]) measured.length = 0
await load(seconds, 10_000, door, barePort)

const ended = children.map((child) => once(child, 'exit'))
for (const child of children) child.send('end')
const codes = (await Promise.all(ended)).map(([code]) => code as number | null)
agent.destroy()
api.server.close()
api.server.closeAllConnections()

const findings = judge({ answers, bare, memory, unhandled, refused })
const ends = {
  holds: codes.every((code) => code === 0),
  says: `the processes ended with ${codes.join(', ')}`,
}
const all = [...findings, ends]
const lines = all.map(({ holds, says }) => `${holds ? 'holds' : 'FAILS'}  ${says}`)
const failed = all.filter(({ holds }) => !holds).length
process.stdout.write(
  `${[`soak: ${answers.length} answers in ${seconds} s`, ...lines, `${all.length - failed} passed, ${failed} failed`].join('\n')}\n`,
)
process.exitCode = failed === 0 ? 0 : 1
