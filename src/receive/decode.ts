import type { IncomingHttpHeaders } from 'node:http'
import { toAccountNumber } from '../protocol/account.js'
import { chatKey } from '../protocol/chat.js'
import type { Delivery } from '../protocol/delivery.js'
import { nextEventId } from '../protocol/event-id.js'
import { nameEvent } from '../protocol/event-name.js'
import type { Endpoint } from './endpoint.js'
import { fingerprint } from './fingerprint.js'
import { decodeText, parseJson } from './json.js'
import { Refusal } from './refusal.js'

/** Bytes → the object they spell. */
export const decodeBody = (bytes: Buffer): Readonly<Record<string, unknown>> => {
  const value = parseJson(decodeText(bytes))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('not-an-object')
  return value as Record<string, unknown>
}

/** The account that both the header and the body name. */
const selfIdOf = (header: string, body: Readonly<Record<string, unknown>>): number => {
  const selfId = toAccountNumber(header)
  if (selfId === undefined)
    throw new Refusal('header-self-id', header === '' ? {} : { selfId: header.slice(0, 40) })
  const bodySelfId = toAccountNumber(body.self_id)
  if (bodySelfId === undefined) throw new Refusal('body-self-id', { selfId })
  if (selfId !== bodySelfId) throw new Refusal('self-ids-differ', { selfId, bodySelfId })
  return selfId
}

const toDelivery = (
  bytes: Buffer,
  raw: Delivery['raw'],
  selfId: number,
  headers: IncomingHttpHeaders,
): Delivery => ({
  id: nextEventId(),
  bytes,
  raw,
  selfId,
  naming: nameEvent(raw),
  chat: chatKey(raw, selfId),
  guess: fingerprint(headers, raw),
})

/** A delivery without a request: only its body says whose it is. Throws a `Refusal`. */
export const decodeAlone = (bytes: Buffer, headers: IncomingHttpHeaders = {}): Delivery => {
  const raw = decodeBody(bytes)
  const selfId = toAccountNumber(raw.self_id)
  if (selfId === undefined) throw new Refusal('body-self-id')
  return toDelivery(bytes, raw, selfId, headers)
}

/** Bytes → JSON → whose event it is → its name. */
export const decode = (
  { name, selfIds, welcomeList }: Endpoint,
  bytes: Buffer,
  headers: IncomingHttpHeaders,
): Delivery => {
  const raw = decodeBody(bytes)
  const selfId = selfIdOf(String(headers['x-self-id'] ?? ''), raw)
  if (selfIds !== undefined && !selfIds.has(selfId))
    throw new Refusal('unknown-account', { endpoint: name, selfId, list: welcomeList })
  return toDelivery(bytes, raw, selfId, headers)
}
