import { type ContestOptions, contest, contestants, type Round } from './door/contest.js'
import { percent, perSecond, spread, spreadOf, table } from './measure.js'

const { koa, http, express, catflap, journal } = contestants

interface Discipline extends Pick<ContestOptions, 'mix' | 'who' | 'connections' | 'deliveries'> {
  readonly what: string
}

/** What is measured. A pool is larger than what is answered of it, so that nothing is a duplicate. */
const disciplines: readonly Discipline[] = [
  {
    what: 'text → reply, 32 connections',
    mix: { text: 'ping' },
    who: [koa, catflap, journal, http, express],
    connections: 32,
    deliveries: 250_000,
  },
  {
    what: 'no match → 204, 32 connections',
    mix: { text: 'hello' },
    who: [koa, catflap, journal, http],
    connections: 32,
    deliveries: 300_000,
  },
  {
    what: 'message of 64 KiB → reply, 32 connections',
    mix: { text: 'ping', padding: 21_845 },
    who: [koa, catflap],
    connections: 32,
    deliveries: 20_000,
  },
  {
    what: 'text → reply, 1 connection',
    mix: { text: 'ping' },
    who: [koa, catflap],
    connections: 1,
    deliveries: 100_000,
  },
]

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)

/** Deliveries through the door, each contestant in turn; ratios are to the bare Koa server of the same round. */
export const benchDoor = async (): Promise<string> => {
  const shown: string[] = []
  for (const { what, ...discipline } of disciplines) {
    const played = await contest({ ...discipline, rounds, seconds })
    shown.push(
      `${what}\n${tableOf(played)}\n${JSON.stringify({ what, played: Object.fromEntries(played) })}\n`,
    )
  }
  return shown.join('\n')
}

const head = ['server', 'answers/s', 'to bare Koa', 'CPU µs', 'to bare Koa', 'MiB']

const tableOf = (played: ReadonlyMap<string, readonly Round[]>): string => {
  const bare = played.get(koa.name) ?? []
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
      Math.round(spreadOf(mine.map(({ rss }) => rss)).median).toString(),
    ]
  })
  return table(head, rows)
}
