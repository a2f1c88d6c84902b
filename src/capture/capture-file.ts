import { CaptureError } from '../errors.js'
import { type CaptureLine, type CaptureRecord, isAside } from './capture-line.js'
import { readLines } from './lines.js'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCall = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.action === 'string' &&
  isRecord(value.params) &&
  ['done', 'refused', 'unknown'].includes(String(value.outcome))

const areCalls = (value: unknown): boolean => Array.isArray(value) && value.every(isCall)

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value))

const areHeaders = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((one) => typeof one === 'string')

const isAnswer = (value: unknown): boolean =>
  isRecord(value) && typeof value.status === 'number' && typeof value.body === 'string'

const isCaptured = (value: unknown): value is CaptureRecord => {
  if (!isRecord(value) || !isTime(value.at)) return false
  if ('aside' in value) return areCalls(value.aside)
  return (
    typeof value.id === 'string' &&
    typeof value.body === 'string' &&
    areHeaders(value.headers) &&
    isAnswer(value.answer) &&
    areCalls(value.calls)
  )
}

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

export interface ReadOptions {
  /** Takes a sentence about each line that cannot be read; it is left out. Default: it is an error. */
  readonly skipped?: (problem: string) => void
}

/** Everything that a capture holds, one line at a time, however long it is. Throws `CaptureError`. */
export async function* readRecords(
  file: string,
  { skipped }: ReadOptions = {},
): AsyncGenerator<CaptureRecord> {
  try {
    for await (const { number, text } of readLines(file)) {
      if (text?.trim() === '') continue
      const record = text === undefined ? undefined : parse(text)
      if (isCaptured(record)) {
        yield record
        continue
      }
      const what =
        text === undefined ? 'this is longer than a line may be' : 'this is no delivery of a capture'
      const problem = `${file}, line ${number}: ${what}`
      if (skipped === undefined) throw new CaptureError(problem)
      skipped(problem)
    }
  } catch (cause) {
    if (cause instanceof CaptureError || !(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new CaptureError(`${file} cannot be read: ${cause.message}`, { cause })
  }
}

/** The deliveries of a capture, one at a time. Throws `CaptureError`. */
export async function* readCapture(file: string, options: ReadOptions = {}): AsyncGenerator<CaptureLine> {
  for await (const record of readRecords(file, options)) if (!isAside(record)) yield record
}
