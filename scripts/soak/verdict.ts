export interface Measured {
  /** Milliseconds of each response, apart from events with a slow handler, in the order in which they came. */
  readonly answers: readonly number[]
  /** The same of a bare server, under the same load at the same time. */
  readonly bare: readonly number[]
  /** Bytes in use, each second. */
  readonly memory: readonly number[]
  /** Why promises failed that nobody waited for. */
  readonly unhandled: readonly string[]
  /** Well-formed events that had another status than 200 or 204. */
  readonly refused: number
}

export interface Finding {
  readonly holds: boolean
  readonly says: string
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** The mean of the quarter with this number, from 1. */
const quarter = (values: readonly number[], number: number): number => {
  const size = Math.floor(values.length / 4)
  const part = values.slice((number - 1) * size, number * size)
  return part.reduce((sum, value) => sum + value, 0) / Math.max(1, part.length)
}

const windows = 10

/** The p99 of the typical tenth of the time: a machine that stalls once does not decide. */
const typicalP99 = (values: readonly number[]): number => {
  const size = Math.ceil(values.length / windows)
  const parts = Array.from({ length: windows }, (_, index) => values.slice(index * size, (index + 1) * size))
  return percentile(
    parts.filter((part) => part.length > 0).map((part) => percentile(part, 0.99)),
    0.5,
  )
}

const maxGrowth = 1.05
const maxMs = 50
/** On a busy machine everybody waits: what a bare server needs for the same requests says how long. */
const timesBare = 5

/** What holds and what does not. On a busy machine the limit of the answers is five times what a bare server needs. */
export const judge = ({ answers, bare, memory, unhandled, refused }: Measured): Finding[] => {
  const [second, last] = [quarter(memory, 2), quarter(memory, 4)]
  const [p99, bareP99] = [typicalP99(answers), typicalP99(bare)]
  const limit = Math.max(maxMs, timesBare * bareP99)
  const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)
  const fewest = 8
  return [
    {
      holds: memory.length >= fewest && last <= second * maxGrowth,
      says: `memory: ${mib(second)} MiB in the second quarter, ${mib(last)} MiB in the last one (at most 5 % more)`,
    },
    {
      holds: answers.length > 0 && p99 < limit,
      says: `p99 of the response in the typical tenth of the time: ${p99.toFixed(1)} ms, of a bare server ${bareP99.toFixed(1)} ms (less than ${limit.toFixed(0)} ms); over all ${percentile(answers, 0.99).toFixed(1)} and ${percentile(bare, 0.99).toFixed(1)} ms`,
    },
    {
      holds: unhandled.length === 0,
      says: `unhandled rejections: ${unhandled.length} ${unhandled[0] ?? ''}`,
    },
    { holds: refused === 0, says: `events refused that were right: ${refused}` },
  ]
}
