import { encodeCqString } from '../../protocol/cq-code.js'
import {
  type ApiRules,
  authorizationOf,
  contentTypeOf,
  empty,
  type Failure,
  formOf,
  type HttpCall,
  isFailure,
  json,
  objectOf,
  type ReadCall,
  usualUse,
} from '../api-rules.js'
import type { SendRules } from '../compose.js'
import type { Dialect } from '../dialect.js'
import { senderOf } from '../sender.js'

const send: SendRules = {
  knows:
    'text at reply face mface image file video record json xml dice rps markdown music node forward poke keyboard'.split(
      ' ',
    ),
  drops: [],
  unknown: 'drop',
  unknownQuote: 'fail',
  mentionsInPrivate: true,
  oneQuote: false,
  strings: {
    text: ['text'],
    at: ['qq', 'name'],
    reply: ['id'],
    face: ['id'],
    image: ['file', 'url'],
    node: ['user_id', 'uin', 'name'],
  },
}

const retcodes: Readonly<Record<Failure['reason'], number>> = {
  'bad-json': 200,
  'unknown-action': 404,
  schema: 200,
  refused: 200,
}

/** The body is put into a JSON text as it is: what does not fit there is never answered. */
const readCall = (call: HttpCall): ReadCall => {
  const action = call.path.slice(1)
  if (call.method === 'GET') return { action, params: formOf(call.query) }
  if (call.method !== 'POST') return empty(405)
  const type = contentTypeOf(call)
  if (type.includes('application/x-www-form-urlencoded'))
    return { action, params: formOf(new URLSearchParams(call.body.toString())) }
  if (!type.includes('application/json')) return empty(406)
  const params = call.body.length === 0 ? undefined : objectOf(call.body.toString())
  return params === undefined || isFailure(params) ? 'silence' : { action, params }
}

const api: ApiRules = {
  tokenOf: (call) => {
    const header = authorizationOf(call)
    if (header === undefined) return call.query.get('access_token') ?? undefined
    return header.startsWith('Bearer ') ? header.slice('Bearer '.length) : ''
  },
  missingToken: empty(401, { 'WWW-Authenticate': 'Bearer' }),
  wrongToken: empty(403),
  bodyFirst: false,
  read: readCall,
  suffixes: [],
  lacks: ['set_msg_emoji_like'],
  coercion: 'numbers-only',
  unchecked: /^$/,
  defaults: { banDuration: 0, adminEnable: false, wholeBanEnable: false },
  versionInfo: {
    app_name: 'Lagrange.OneBot',
    app_version: '0.0.3',
    protocol_version: 'v11',
    nt_protocol: 'Linux | 3.2.15-30366',
  },
  answer: (outcome, { action }) => {
    if (!isFailure(outcome))
      return json(200, { status: 'ok', retcode: 0, data: outcome.data ?? null, echo: null })
    // Says ok where it has failed, and means it by the number alone.
    if (action === 'set_friend_add_request' && outcome.reason === 'refused')
      return json(200, { status: 'ok', retcode: 1, data: null, echo: null })
    return json(200, { status: 'failed', retcode: retcodes[outcome.reason], data: null, echo: null })
  },
  socket: {
    useOf: usualUse,
    denies: { missing: 403, wrong: 403 },
    noEcho: null,
    badJson: 'silence',
    heartbeatMs: 5000,
  },
}

/** Lagrange.OneBot of the branch v1. It never reads a response. */
export const lagrange: Dialect = {
  name: 'lagrange',
  message: (message, world) => {
    const isGroup = message.chat.group !== undefined
    const peer = message.from === world.selfId ? message.chat.user : world.selfId
    return {
      ...(isGroup
        ? { anonymous: null, message_style: null }
        : { target_id: message.chat.via === undefined ? peer : 0 }),
      message: message.segments,
      raw_message: encodeCqString(message.segments),
      font: 0,
      sender: senderOf(
        world,
        message,
        isGroup ? ['card', 'sex', 'age', 'area', 'level', 'role', 'title'] : ['sex'],
      ),
    }
  },
  flag: ({ kind, user, group }, number, seconds) =>
    kind === 'friend' ? `u_${user}` : `${seconds}${number}-${group}-${kind === 'invite' ? 2 : 7}`,
  request: ({ kind, user, comment }) => ({
    comment: comment === '' ? null : comment,
    ...(kind !== 'friend' && { invitor_id: kind === 'invite' ? user : 0 }),
  }),
  resends: 0,
  send,
  api,
}
