import { type ContestOptions, contest, contestants, feed, isInstalled, type Round } from './door/contest.js'
import { percent, perSecond, spread, spreadOf, table } from './measure.js'

const { koa, http, express, koishi, catflap, journal } = contestants

/** Their libraries are only in the package of this folder: `npm --prefix bench install`. */
const withExpress = isInstalled('express') ? [express] : []
const withKoishi = isInstalled('koishi') ? [koishi] : []

export interface Discipline
  extends Pick<ContestOptions, 'mix' | 'who' | 'connections' | 'deliveries' | 'warmUpSeconds'> {
  readonly what: string
}

/** What is measured. A pool is larger than what a bot knows again, so that nothing is a duplicate. */
const disciplines: readonly Discipline[] = [
  {
    what: 'text → reply, 32 connections',
    mix: { text: 'ping' },
    who: [koa, catflap, journal, http, ...withExpress],
    connections: 32,
    deliveries: 250_000,
  },
  {
    what: 'no match → 204, 32 connections',
    mix: { text: 'hello' },
    // Koishi replies by calls alone: with nothing to reply it can be compared.
    who: [koa, catflap, journal, http, ...withKoishi],
    connections: 32,
    deliveries: 250_000,
  },
  {
    what: 'message of 64 KiB → reply, 32 connections',
    mix: { text: 'ping', padding: 21_845 },
    who: [koa, catflap],
    connections: 32,
    // They do not fit into memory for longer.
    deliveries: 40_000,
    warmUpSeconds: 5,
  },
  {
    what: 'text → reply, 1 connection',
    mix: { text: 'ping' },
    who: [koa, catflap],
    connections: 1,
    deliveries: 250_000,
  },
]

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)

/** The same bot with its journal in a file, against one without. */
export const benchJournal = (): AsyncIterable<string> =>
  showContests([
    {
      what: 'text → reply, 32 connections',
      mix: { text: 'ping' },
      who: [catflap, journal],
      connections: 32,
      deliveries: 250_000,
    },
  ])

const mib = (size: number): string => Math.round(size).toString()

/** Memory after a million deliveries. */
export const benchMemory = async (): Promise<string> => {
  const deliveries = Number(process.env.BENCH_DELIVERIES ?? 1_000_000)
  const rows: string[][] = []
  for (const one of [koa, catflap, journal]) {
    const { idle, fed } = await feed(one, deliveries)
    rows.push([one.name, mib(idle), spread(spreadOf(fed), mib)])
  }
  return table(['server', 'idle, MiB', `after ${deliveries.toLocaleString('en')} deliveries`], rows)
}

/** One round of the first two disciplines: enough to see that something has gone wrong, not to compare with. */
export const benchBrief = (): AsyncIterable<string> =>
  showContests(
    disciplines.slice(0, 2).map((one) => ({ ...one, who: [koa, catflap, journal], deliveries: 250_000 })),
  )

/** Deliveries through the door, each contestant in turn; the first is a bare Koa server. */
export const benchDoor = (): AsyncIterable<string> => showContests(disciplines)

/** Each as soon as it is known. */
export async function* showContests(disciplines: readonly Discipline[]): AsyncIterable<string> {
  for (const { what, ...discipline } of disciplines) {
    const played = await contest({ ...discipline, rounds, seconds })
    yield `${what}\n${tableOf(played)}\n${JSON.stringify({ what, played: Object.fromEntries(played) })}\n`
  }
}

/** Ratios are to the first in the list. */
const head = ['server', 'answers/s', 'to the first', 'CPU µs', 'to the first', 'MiB']

const tableOf = (played: ReadonlyMap<string, readonly Round[]>): string => {
  const [bare = []] = played.values()
  const rows = [...played].map(([name, mine]) => {
    const ratio = (of: (round: Round) => number) =>
      spreadOf(mine.map((round, index) => of(round) / of(bare[index] ?? round)))
    return [
      name,
      spread(spreadOf(mine.map((round) => round.perSecond)), perSecond),
      spread(
        ratio((round) => round.perSecond),
        percent,
      ),
      spread(spreadOf(mine.map(({ cpu }) => cpu)), (value) => value.toFixed(1)),
      spread(
        ratio(({ cpu }) => cpu),
        percent,
      ),
      mib(spreadOf(mine.map(({ rss }) => rss)).median),
    ]
  })
  return table(head, rows)
}
