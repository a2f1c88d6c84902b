import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { CaptureError } from '../errors.js'
import type { CaptureLine } from './capture-line.js'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isLine = (value: unknown): value is CaptureLine =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  typeof value.at === 'string' &&
  typeof value.body === 'string' &&
  isRecord(value.headers) &&
  isRecord(value.answer) &&
  Array.isArray(value.calls)

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The deliveries of a capture, one at a time, however long it is. Throws `CaptureError`. */
export async function* readCapture(file: string): AsyncGenerator<CaptureLine> {
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  let number = 0
  try {
    for await (const json of lines) {
      number += 1
      if (json.trim() === '') continue
      const line = parse(json)
      if (!isLine(line)) throw new CaptureError(`${file}, line ${number}: this is no delivery of a capture`)
      yield line
    }
  } catch (cause) {
    if (cause instanceof CaptureError) throw cause
    throw new CaptureError(`${file} cannot be read: ${(cause as Error).message}`, { cause })
  } finally {
    lines.close()
  }
}
