import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Mix, writePool } from './deliveries.js'

const run = promisify(execFile)
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** A server that takes part: its file and its argument. */
export interface Contestant {
  readonly name: string
  readonly file: string
  readonly arguments?: readonly string[]
  /** What is posted to it, where that is not the same for all. */
  readonly mix?: Mix
}

export const contestants = {
  koa: { name: 'bare Koa', file: 'koa.mjs' },
  http: { name: 'bare node:http', file: 'node-http.mjs' },
  express: { name: 'Express', file: 'express.mjs' },
  koishi: { name: 'Koishi, mended', file: 'koishi.mjs' },
  catflap: { name: 'catflap, journal off', file: 'catflap.mjs' },
  journal: { name: 'catflap, journal on', file: 'catflap.mjs', arguments: ['journal'] },
} as const satisfies Readonly<Record<string, Contestant>>

/** Whether a library can be used by the servers. */
export const isInstalled = (library: string): boolean => {
  try {
    createRequire(import.meta.url).resolve(library)
    return true
  } catch {
    return false
  }
}

/** What one server did in one round. */
export interface Round {
  readonly perSecond: number
  /** Microseconds of processor time for one answer. */
  readonly cpu: number
  /** MiB in memory after it. */
  readonly rss: number
}

export interface ContestOptions {
  readonly mix: Mix
  readonly who: readonly Contestant[]
  readonly connections: number
  readonly rounds: number
  readonly seconds: number
  readonly deliveries: number
  /** Default: `BENCH_WARM_UP`. */
  readonly warmUpSeconds?: number
}

// Pinned to one processor, the compiler of the runtime takes that long.
const usualWarmUpSeconds = Number(process.env.BENCH_WARM_UP ?? 30)

/** On a machine with two processors and more the server has one of its own. */
export const pinned = (core: number, command: readonly string[]): readonly string[] =>
  process.platform === 'linux' && availableParallelism() > 1
    ? ['taskset', '-c', String(core), ...command]
    : command

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What the server writes goes to the folder. */
const start = async (
  { file, arguments: more = [] }: Contestant,
  port: number,
  folder: string,
): Promise<ChildProcess> => {
  const [command = '', ...args] = pinned(0, [process.execPath, here(file), String(port), ...more])
  const env = { ...process.env, TMPDIR: folder }
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${file} did not start`)))
  await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), ended])
  ended.catch(() => {})
  return child
}

/** Microseconds that a process has had a processor for. */
const cpuOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Fields 14 and 15 count from the first; ticks are hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

export const rssOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}

/**
 * Sends a pool from a place on, and from its beginning again; resolves to the answers in a second. Throws where one
 * was no success.
 */
const load = async (
  port: number,
  pool: string,
  from: number,
  { connections, seconds }: Pick<ContestOptions, 'connections' | 'seconds'>,
): Promise<number> => {
  const [command = '', ...args] = pinned(1, [
    'wrk',
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '-s',
    here('pool.lua'),
    `http://127.0.0.1:${port}`,
    '--',
    pool,
    String(from),
  ])
  const { stdout } = await run(command, args).catch((cause: Error) => {
    throw new Error(`wrk did not run; install it (Debian: apt-get install wrk): ${cause.message}`, { cause })
  })
  const failures = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1]
  if (failures !== undefined) throw new Error(`${failures} deliveries were refused`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}

/** So many of the last deliveries a bot knows again. */
const knownAgain = 100_000

/** A server that runs, and where in the pool its next delivery stands. */
interface Running {
  readonly name: string
  readonly child: ChildProcess
  readonly port: number
  readonly pool: string
  at: number
}

/** How much memory a server takes. */
export interface Fed {
  /** MiB before the first delivery. */
  readonly idle: number
  /** MiB after so many deliveries, and in the rounds after that. */
  readonly fed: readonly number[]
}

/** V8 gives memory back when it sees fit, 20 MiB at once: one look may find it just before that, or just after. */
const looks = 5

/** Feeds one server with deliveries, and looks what it has become. */
export const feed = async (contestant: Contestant, deliveries: number): Promise<Fed> => {
  const options = { mix: { text: 'ping' }, connections: 32, deliveries: 250_000 }
  const folder = await mkdtemp(join(tmpdir(), 'catflap-bench-'))
  const pool = join(folder, 'pool')
  let running: Running | undefined
  try {
    await writePool(pool, options.mix, options.deliveries)
    const port = await freePort()
    running = { name: contestant.name, child: await start(contestant, port, folder), port, pool, at: 0 }
    const idle = await rssOf(running.child.pid ?? 0)
    const fed: number[] = []
    for (let left = deliveries; fed.length < looks; ) {
      const seconds = 10
      const { perSecond, rss } = await play(running, seconds, options)
      left -= Math.round(perSecond * seconds)
      if (left <= 0) fed.push(rss)
    }
    return { idle, fed }
  } finally {
    if (running !== undefined) await end(running)
    await rm(folder, { recursive: true })
  }
}

const play = async (
  running: Running,
  seconds: number,
  options: Pick<ContestOptions, 'connections' | 'deliveries'>,
): Promise<Round> => {
  const { child, port, pool } = running
  const pid = child.pid ?? 0
  const before = await cpuOf(pid)
  const perSecond = await load(port, pool, running.at, { ...options, seconds })
  const answers = Math.round(perSecond * seconds)
  running.at += answers + options.connections
  if (running.at >= options.deliveries && options.deliveries <= knownAgain)
    throw new Error('the pool is used up, and what would come is known as duplicates: lower BENCH_SECONDS')
  running.at %= options.deliveries
  return { perSecond, cpu: ((await cpuOf(pid)) - before) / answers, rss: await rssOf(pid) }
}

const end = async ({ child }: Running): Promise<void> => {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/**
 * Every contestant is started and warmed up, then they take turns, round by round: a bot runs for weeks, and what slows
 * the machine down for a moment slows all of them. By name.
 */
export const contest = async (options: ContestOptions): Promise<ReadonlyMap<string, readonly Round[]>> => {
  const folder = await mkdtemp(join(tmpdir(), 'catflap-bench-'))
  const running: Running[] = []
  const pools = new Map<Mix, string>()
  const poolOf = async (mix: Mix): Promise<string> => {
    const pool = pools.get(mix) ?? join(folder, `pool-${pools.size}`)
    if (!pools.has(mix)) await writePool(pool, mix, options.deliveries)
    pools.set(mix, pool)
    return pool
  }
  const played = new Map<string, Round[]>(options.who.map(({ name }) => [name, []]))
  try {
    for (const contestant of options.who) {
      const pool = await poolOf(contestant.mix ?? options.mix)
      const port = await freePort()
      running.push({ name: contestant.name, child: await start(contestant, port, folder), port, pool, at: 0 })
    }
    const { warmUpSeconds = usualWarmUpSeconds } = options
    for (const one of running) await play(one, warmUpSeconds, options)
    for (let round = 0; round < options.rounds; round += 1)
      for (const one of running) played.get(one.name)?.push(await play(one, options.seconds, options))
  } finally {
    for (const one of running) await end(one)
    await rm(folder, { recursive: true })
  }
  return played
}
