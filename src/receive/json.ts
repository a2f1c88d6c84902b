import { isAscii, isUtf8, transcode } from 'node:buffer'
import { parse } from 'secure-json-parse'
import type { Place } from './entrance.js'
import { Refusal } from './refusal.js'

/** Beyond it the way by UTF-16 is quicker. */
const longBytes = 2048

export const decodeText = (bytes: Buffer, place?: Place): string => {
  if (bytes.length < longBytes) {
    const text = bytes.toString()
    // It stands for what is no UTF-8, and for itself.
    return text.includes('\ufffd') ? decodeLong(bytes, place) : text
  }
  return decodeLong(bytes, place)
}

const decodeLong = (bytes: Buffer, place?: Place): string => {
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (!isUtf8(bytes)) throw new Refusal('not-utf8', { ...place })
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le')
}

/** A key can be spelled with escapes too. */
const maySayProto = (json: string): boolean => json.includes('__proto__') || json.includes('\\u')

export const parseJson = (json: string, place?: Place): unknown => {
  try {
    // A `__proto__` key would become a prototype wherever a handler copies the event.
    return maySayProto(json) || json.startsWith('\ufeff')
      ? parse(json, { protoAction: 'remove', constructorAction: 'ignore' })
      : JSON.parse(json)
  } catch {
    throw new Refusal('not-json', { ...place })
  }
}
