/** One way to do the work that is measured. */
export interface Side {
  readonly name: string
  /** Works for about so many milliseconds; resolves to how often it has done it in a second. */
  readonly run: (ms: number) => Promise<number>
}

/** Two ways to do the same, measured against each other in one run. */
export interface Contest {
  readonly what: string
  readonly ours: Side
  readonly bare: Side
  /** How much of the speed of the bare one ours should have: 0.9 is 90 %. */
  readonly target: number
}

export interface Spread {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

export interface Result {
  readonly what: string
  /** Times a second. */
  readonly ours: Spread & { readonly name: string }
  readonly bare: Spread & { readonly name: string }
  /** Ours to bare, of neighbouring rounds. */
  readonly ratio: Spread
  readonly target: number
}

const rounds = 7
const roundMs = 1000

/** A, B, A, B …: what slows the machine down slows both. The first round of each warms it up and does not count. */
export const compare = async ({ what, ours, bare, target }: Contest): Promise<Result> => {
  const speeds: { readonly ours: number; readonly bare: number }[] = []
  for (let round = 0; round <= rounds; round += 1)
    speeds.push({ ours: await ours.run(roundMs), bare: await bare.run(roundMs) })
  const counted = speeds.slice(1)
  return {
    what,
    ours: { name: ours.name, ...spreadOf(counted.map((speed) => speed.ours)) },
    bare: { name: bare.name, ...spreadOf(counted.map((speed) => speed.bare)) },
    ratio: spreadOf(counted.map((speed) => speed.ours / speed.bare)),
    target,
  }
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((one, other) => one - other)
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    lowest: sorted[0] ?? Number.NaN,
    highest: sorted.at(-1) ?? Number.NaN,
  }
}

/** Does this again and again, so many at a time, and counts. */
export const inFlight =
  (many: number, once: () => Promise<unknown>): Side['run'] =>
  async (ms) => {
    const started = performance.now()
    let done = 0
    const worker = async (): Promise<void> => {
      while (performance.now() - started < ms) {
        await once()
        done += 1
      }
    }
    await Promise.all(Array.from({ length: many }, worker))
    return (done / (performance.now() - started)) * 1000
  }

/** A table for people, then the same as JSON in one line. */
export const show = (results: readonly Result[]): string => {
  const head = ['what', 'side', 'a second (lowest to highest)', 'ratio (lowest to highest)', 'target']
  const rows = results.flatMap(({ what, ours, bare, ratio, target }) => [
    [what, ours.name, spread(ours, perSecond), spread(ratio, percent), `${percent(target)} or more`],
    ['', bare.name, spread(bare, perSecond), '', ''],
  ])
  return [table(head, rows), JSON.stringify(results)].join('\n')
}

/** Columns as wide as what is in them. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  )
  return [head, ...rows]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const spread = ({ median, lowest, highest }: Spread, write: (value: number) => string): string =>
  `${write(median)} (${write(lowest)} to ${write(highest)})`

export const perSecond = (value: number): string => Math.round(value).toLocaleString('en')
export const percent = (value: number): string => `${Math.round(value * 100)} %`
