import { createReadStream } from 'node:fs'

/** The bytes of one line of a capture: twice what a body may have, and what it takes to write that as JSON. */
export const maxLineBytes = 32 * 1024 * 1024

const newline = 0x0a

/** A line of a file; without `text` where it is longer than `maxBytes`. */
export interface Line {
  /** The first is 1. */
  readonly number: number
  readonly text: string | undefined
}

/** The lines of a file, one at a time, with no more of it in memory than the longest line that is allowed. */
export async function* readLines(file: string, maxBytes = maxLineBytes): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let size = 0
  let number = 0
  const take = (part: Buffer): void => {
    size += part.length
    if (size <= maxBytes) parts.push(part)
    else parts = []
  }
  const end = (): Line => {
    number += 1
    const line = { number, text: size <= maxBytes ? Buffer.concat(parts).toString() : undefined }
    parts = []
    size = 0
    return line
  }
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, start)) {
      take(chunk.subarray(start, at))
      yield end()
      start = at + 1
    }
    take(chunk.subarray(start))
  }
  if (size > 0) yield end()
}
