import { type ReadOptions, readCapture, readRecords } from '../capture/capture-file.js'
import { type CaptureLine, type CaptureRecord, isAside } from '../capture/capture-line.js'
import { toAccountNumber } from '../protocol/account.js'

/** Which deliveries of a capture: those that came from then on, and before then; milliseconds. */
export interface Period {
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** What is to be known of a capture before its first delivery is posted. */
export interface Survey {
  readonly count: number
  /** When the first came, in milliseconds. */
  readonly startsAt: number
  readonly selfIds: readonly number[]
}

/** A line is written when its delivery is done: so many lines, or so many characters, it may stand too late. */
const maxAhead = 1000
const maxAheadChars = 8 * 1024 * 1024

/** Accounts of a capture that are told apart. */
const maxAccounts = 10_000

const isWithin = (
  { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }: Period,
  at: number,
) => at >= from && at < until

/** The account that a delivery is of; `undefined` where its body does not say it. */
export const selfIdOf = ({ body }: CaptureLine): number | undefined => {
  try {
    return toAccountNumber((JSON.parse(body) as Readonly<Record<string, unknown>>).self_id)
  } catch {
    return undefined
  }
}

/** Reads a capture once. */
export const survey = async (file: string, period: Period, options: ReadOptions): Promise<Survey> => {
  const selfIds = new Set<number>()
  let count = 0
  let startsAt = Number.POSITIVE_INFINITY
  for await (const line of readCapture(file, options)) {
    const at = Date.parse(line.at)
    if (!isWithin(period, at)) continue
    count += 1
    startsAt = Math.min(startsAt, at)
    const selfId = selfIdOf(line)
    if (selfId !== undefined && selfIds.size < maxAccounts) selfIds.add(selfId)
  }
  return { count, startsAt, selfIds: [...selfIds] }
}

const timeOf = ({ at }: CaptureRecord): number => Date.parse(at)

/** What a capture holds of a period, in the order of arrival, as far as that takes little memory. */
export async function* inOrder(file: string, period: Period): AsyncGenerator<CaptureRecord> {
  const ahead: CaptureRecord[] = []
  let chars = 0
  const next = (): CaptureRecord | undefined => {
    const first = ahead.shift()
    chars -= first === undefined ? 0 : sizeOf(first)
    return first
  }
  for await (const record of readRecords(file, { skipped: () => {} })) {
    if (!isWithin(period, timeOf(record))) continue
    const place = ahead.findLastIndex((other) => timeOf(other) <= timeOf(record))
    ahead.splice(place + 1, 0, record)
    chars += sizeOf(record)
    while (ahead.length > maxAhead || chars > maxAheadChars) {
      const first = next()
      if (first !== undefined) yield first
    }
  }
  for (let first = next(); first !== undefined; first = next()) yield first
}

const sizeOf = (record: CaptureRecord): number => (isAside(record) ? 0 : record.body.length)
