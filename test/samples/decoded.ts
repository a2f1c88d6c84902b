import { readFileSync } from 'node:fs'
import { implementations } from '../../src/protocol/implementation.js'
import { decodeBody } from '../../src/receive/decode.js'
import { samples } from './all.js'
import { readDelivery } from './delivery.js'
import { eventOf } from './event.js'

const fixture = (path: string): Buffer => readFileSync(new URL(`../fixtures/${path}.http`, import.meta.url))

/** Every fixture, from its bytes to the event. */
export const decoded = implementations.flatMap((implementation) =>
  samples[implementation].map((sample) => {
    const delivery = fixture(`${implementation}/${sample.file}`)
    const { headers, bytes } = readDelivery(delivery)
    const body = decodeBody(bytes)
    return { implementation, sample, delivery, headers, bytes, body, ...eventOf(body) }
  }),
)
