import { parse } from 'secure-json-parse'
import type { Place } from './entrance.js'
import { Refusal } from './refusal.js'

const utf8 = new TextDecoder('utf-8', { fatal: true })

export const decodeText = (bytes: Uint8Array, place?: Place): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('not-utf8', { ...place })
  }
}

export const parseJson = (json: string, place?: Place): unknown => {
  try {
    // A `__proto__` key would become a prototype wherever a handler copies the event.
    return parse(json, { protoAction: 'remove', constructorAction: 'ignore' })
  } catch {
    throw new Refusal('not-json', { ...place })
  }
}
