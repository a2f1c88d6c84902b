import { createMissingApi } from '../src/api/client.js'
import { createEvent } from '../src/protocol/create-event.js'
import { decodeAlone } from '../src/receive/decode.js'
import { bodyOf } from './door/deliveries.js'
import { compare, type Result, type Side } from './measure.js'

const tools = {
  api: createMissingApi(123456789),
  signal: new AbortController().signal,
  ask: () => Promise.reject(new Error('nobody')),
}

/** Bodies in turn, so that nothing is decoded that was decoded just before. */
const sideOf = (name: string, bodies: readonly Buffer[], decode: (bytes: Buffer) => unknown): Side => ({
  name,
  async run(ms) {
    const started = performance.now()
    let done = 0
    while (performance.now() - started < ms) {
      for (const body of bodies) decode(body)
      done += bodies.length
    }
    return (done / (performance.now() - started)) * 1000
  },
})

const contestOf = (what: string, padding: number, count: number, target: number): Promise<Result> => {
  const bodies = Array.from({ length: count }, (_, number) =>
    Buffer.from(bodyOf({ text: 'hello', padding }, number)),
  )
  return compare({
    what,
    ours: sideOf('bytes → event', bodies, (bytes) => createEvent(decodeAlone(bytes), tools)),
    bare: sideOf('JSON.parse alone', bodies, (bytes) => JSON.parse(bytes.toString())),
    target,
  })
}

/** From bytes to the event that handlers get, against what everybody has to do. */
export const benchDecode = async (): Promise<readonly Result[]> => [
  await contestOf('a message of 700 bytes', 0, 1000, 0.25),
  await contestOf('a message of 64 KiB', 21_845, 50, 1),
]
