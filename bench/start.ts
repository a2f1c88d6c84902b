import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort, pinned } from './door/contest.js'
import { bodyOf, headersOf } from './door/deliveries.js'
import { percent, spread, spreadOf, table } from './measure.js'

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const rounds = Number(process.env.BENCH_ROUNDS ?? 5) * 2

/** Milliseconds until the first answer to a signed event, from the start of the process on. */
const firstAnswer = async (port: number, command: readonly string[]): Promise<number> => {
  const body = bodyOf({ text: 'ping' }, Math.floor(Math.random() * 1e9))
  const init = { method: 'POST', headers: headersOf(body), body }
  const startedAt = performance.now()
  const [file = '', ...args] = pinned(0, [process.execPath, ...command])
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    while (!(await isOpen(port))) {
      if (child.exitCode !== null) throw new Error('a server ended instead of starting')
      await setTimeout(1)
    }
    const response = await fetch(`http://127.0.0.1:${port}/napcat`, init)
    await response.text()
    if (!response.ok) throw new Error(`a server answered with ${response.status}`)
    return performance.now() - startedAt
  } finally {
    await end(child)
  }
}

/** Costs a tenth of a request: what waits must not take the processor from what starts. */
const isOpen = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

const end = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const plugin = `export default (bot) => bot.text('ping', () => 'pong')\n`

/** `catflap start` as users run it, with a configuration and a plugin, against a bare Koa server. */
export const benchStart = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'catflap-bench-'))
  const config = join(folder, 'config.json')
  const catflap = async (): Promise<number> => {
    const port = await freePort()
    const endpoints = [{ path: '/napcat', tokens: ['bench'] }]
    await writeFile(config, JSON.stringify({ server: { port }, endpoints, plugins: ['./ping.mjs'] }))
    return firstAnswer(port, [here('../dist/catflap.cjs'), 'start', '--config', config])
  }
  const koa = async (): Promise<number> => {
    const port = await freePort()
    return firstAnswer(port, [here('door/koa.mjs'), String(port)])
  }
  try {
    await writeFile(join(folder, 'ping.mjs'), plugin)
    const times: { readonly koa: number; readonly catflap: number }[] = []
    for (let round = 0; round < rounds; round += 1) times.push({ koa: await koa(), catflap: await catflap() })
    const rows = (['koa', 'catflap'] as const).map((name) => [
      name === 'koa' ? 'bare Koa' : 'catflap start',
      spread(spreadOf(times.map((one) => one[name])), (ms) => `${Math.round(ms)} ms`),
      spread(spreadOf(times.map((one) => one[name] / one.koa)), percent),
    ])
    return `${table(['server', 'to the first answer', 'to bare Koa'], rows)}\n${JSON.stringify(times)}`
  } finally {
    await rm(folder, { recursive: true })
  }
}
