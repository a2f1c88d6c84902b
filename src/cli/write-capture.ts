import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { CaptureRecord } from '../capture/capture-line.js'
import { CaptureError } from '../errors.js'

/** Writes deliveries to a file that must not be there yet, or to standard output. */
export const writeCapture = async (
  lines: AsyncIterable<CaptureRecord> | Iterable<CaptureRecord>,
  out: string | undefined,
): Promise<void> => {
  const target = out === undefined ? process.stdout : createWriteStream(out, { flags: 'wx', mode: 0o600 })
  await pipeline(json(lines), target, { end: out !== undefined }).catch((cause: NodeJS.ErrnoException) => {
    // Whoever reads the output may stop, as `head` does.
    if (cause.code === 'EPIPE') return
    if (cause instanceof CaptureError) throw cause
    throw new CaptureError(`${out ?? 'standard output'} cannot be written: ${cause.message}`, { cause })
  })
}

async function* json(lines: AsyncIterable<CaptureRecord> | Iterable<CaptureRecord>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`
}
