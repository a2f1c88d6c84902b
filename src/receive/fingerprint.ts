import type { IncomingHttpHeaders } from 'node:http'
import type { Implementation } from '../protocol/implementation.js'

type Body = Readonly<Record<string, unknown>>

/** Whose delivery this seems to be, by what each writes and no other does; a message says more than headers. */
export const fingerprint = (headers: IncomingHttpHeaders, raw: Body): Implementation | undefined =>
  byName(headers) ?? byMessage(raw) ?? byHabit(headers)

const byName = (headers: IncomingHttpHeaders): Implementation | undefined => {
  const agent = headers['user-agent'] ?? ''
  if (headers['x-impl'] === 'Shamrock' || agent.startsWith('Shamrock/')) return 'shamrock'
  return agent.startsWith('CQHttp/') ? 'go-cqhttp' : undefined
}

const byMessage = (raw: Body): Implementation | undefined => {
  if (raw.post_type !== 'message' && raw.post_type !== 'message_sent') return undefined
  const { message_id, message_seq, real_id, real_seq } = raw
  if ('message_style' in raw) return 'lagrange'
  if ('peer_id' in raw) return 'shamrock'
  if (typeof real_seq === 'string' && message_id === message_seq && message_id === real_id) return 'napcat'
  if ('message_format' in raw) return real_seq === undefined ? 'llonebot' : undefined
  return 'anonymous' in raw && raw.font === 0 ? 'go-cqhttp' : undefined
}

const byHabit = (headers: IncomingHttpHeaders): Implementation | undefined => {
  const agent = headers['user-agent']
  if (agent === 'node' && headers['sec-fetch-mode'] === 'cors') return 'llonebot'
  if (agent !== undefined) return undefined
  const type = headers['content-type']
  if (type === 'application/json' && headers['transfer-encoding'] === 'chunked') return 'napcat'
  return type === 'application/json; charset=utf-8' ? 'lagrange' : undefined
}
