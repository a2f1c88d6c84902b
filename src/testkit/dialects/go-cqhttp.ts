import { encodeCqString } from '../../protocol/cq-code.js'
import type { AnySegment } from '../../protocol/message.js'
import { decide, isObject, mentionOf, reply, take } from '../answering.js'
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
import type { Answered, Dialect } from '../dialect.js'
import { senderOf } from '../sender.js'
import { toList } from '../show-message.js'
import type { Fields } from '../world-types.js'
import { goBoolean, goString, readUnescaped } from './go-json.js'

const send: SendRules = {
  knows:
    'text at face image record video reply forward poke tts share music dice rps xml json cardimage file'.split(
      ' ',
    ),
  drops: [],
  unknown: 'as-code',
  unknownQuote: 'drop',
  mentionsInPrivate: true,
  oneQuote: true,
  strings: {},
}

const read = (_status: number, body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

/** The reply with its mention. In front of a string the mention is put into the JSON text itself. */
const toSegments = (event: Fields, { reply: given, at_sender, auto_escape }: Fields): AnySegment[] => {
  const plain = goBoolean(auto_escape)
  const mention =
    event.message_type === 'group' && goBoolean(at_sender) && event.sub_type !== 'anonymous'
      ? [mentionOf(event)]
      : []
  if (typeof given === 'object') return [...mention, ...toList(given, plain)]
  const words = goString(given)
  return toList(mention.length === 0 ? words : readUnescaped(`${encodeCqString(mention)}${words}`), plain)
}

const act = ({ world, event, answer }: Answered): void => {
  if (!isObject(answer)) return
  if (event.post_type === 'message') {
    if (answer.reply !== undefined && answer.reply !== null)
      reply(world, send, event, toSegments(event, answer))
    if (event.message_type === 'group')
      take(world, event, {
        recall: goBoolean(answer.delete),
        kick: goBoolean(answer.kick),
        forGood: goBoolean(answer.reject_add_request),
        mute: goBoolean(answer.ban) ? Number(answer.ban_duration ?? 1800) : undefined,
      })
  }
  if (event.post_type === 'request' && answer.approve !== undefined)
    decide(world, event, { approve: goBoolean(answer.approve), reason: goString(answer.reason) })
}

const failures: Readonly<Record<Failure['reason'], readonly [retcode: number, msg: string]>> = {
  'bad-json': [100, 'BAD_JSON'],
  'unknown-action': [404, 'API_NOT_FOUND'],
  schema: [100, 'BAD_PARAMS'],
  refused: [100, 'API_ERROR'],
}

const readCall = (call: HttpCall): ReadCall => {
  const action = call.path.slice(1)
  if (call.method === 'GET') return { action, params: formOf(call.query) }
  if (call.method !== 'POST') return empty(404)
  // A body that is not declared is not read.
  const isJson = contentTypeOf(call).includes('application/json')
  if (isJson && call.body.length === 0) return empty(400)
  const body = isJson ? objectOf(call.body.toString()) : {}
  if (isFailure(body)) return empty(400)
  if (action !== '') return { action, params: body }
  return { action: goString(body.action), params: isObject(body.params) ? body.params : {} }
}

const api: ApiRules = {
  // Any scheme, or none.
  tokenOf: (call) => authorizationOf(call)?.split(' ').at(-1) ?? call.query.get('access_token') ?? undefined,
  missingToken: empty(401),
  wrongToken: empty(403),
  bodyFirst: false,
  read: readCall,
  suffixes: ['_async'],
  lacks: ['set_msg_emoji_like'],
  coercion: 'anything',
  unchecked: /^$/,
  defaults: { banDuration: 1800, adminEnable: true, wholeBanEnable: true },
  versionInfo: {
    app_name: 'go-cqhttp',
    app_version: 'v1.2.0',
    app_full_name: 'go-cqhttp-v1.2.0_linux_amd64-go1.20',
    protocol_version: 'v11',
    go_cqhttp: true,
    version: 'v1.2.0',
    runtime_os: 'linux',
  },
  answer: (outcome) => {
    const type = 'application/json; charset=utf-8'
    if (!isFailure(outcome))
      return json(200, { data: outcome.data ?? null, message: '', retcode: 0, status: 'ok' }, type)
    const [retcode, msg] = failures[outcome.reason]
    const { message } = outcome
    return json(200, { data: null, message, msg, retcode, status: 'failed', wording: message }, type)
  },
  socket: {
    useOf: usualUse,
    denies: { missing: 401, wrong: 403 },
    noEcho: undefined,
    badJson: 'silence',
    heartbeatMs: 5000,
  },
}

/** go-cqhttp 1.2. */
export const goCqhttp: Dialect = {
  name: 'go-cqhttp',
  message: (message, world) => {
    const code = encodeCqString(message.segments)
    const isGroup = message.chat.group !== undefined
    const peer = message.from === world.selfId ? message.chat.user : world.selfId
    return {
      ...(isGroup ? { anonymous: null, message_seq: message.id } : { target_id: peer }),
      ...(message.chat.via !== undefined && { temp_source: 0 }),
      message: code,
      raw_message: code,
      font: 0,
      sender: senderOf(
        world,
        message,
        isGroup ? ['sex', 'age', 'area', 'card', 'level', 'role', 'title'] : ['sex', 'age', 'group_id'],
      ),
    }
  },
  flag: (_request, number, seconds) => String(seconds * 1e6 + number),
  request: ({ kind }) => (kind === 'friend' ? {} : { invitor_id: 0 }),
  answers: { read, act },
  resends: 3,
  send,
  api,
}
