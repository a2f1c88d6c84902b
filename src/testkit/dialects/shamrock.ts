import { encodeCqString } from '../../protocol/cq-code.js'
import type { AnySegment } from '../../protocol/message.js'
import { isObject, mentionOf, quoteOf, reply, take } from '../answering.js'
import {
  type ApiRules,
  authorizationOf,
  contentTypeOf,
  empty,
  type Failure,
  formOf,
  isFailure,
  json,
  objectOf,
} from '../api-rules.js'
import type { SendRules } from '../compose.js'
import type { Answered, Dialect } from '../dialect.js'
import { senderOf } from '../sender.js'
import { toList } from '../show-message.js'
import { type Fields, Refusal } from '../world-types.js'

const send: SendRules = {
  knows:
    'text at reply face mface image file video record json dice rps markdown music node forward poke'.split(
      ' ',
    ),
  drops: [],
  unknown: 'drop',
  unknownQuote: 'drop',
  mentionsInPrivate: true,
  oneQuote: false,
  strings: {},
}

const read = (status: number, body: Buffer): unknown => {
  if (status === 204) return undefined
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new Refusal('the answer is no JSON')
  }
}

/** With one of these in a message, nothing but these is sent. */
const lonely = ['record', 'voice', 'video', 'markdown']

const toSegments = (event: Fields, answer: Fields): AnySegment[] => {
  const said = toList(answer.reply, answer.auto_escape === true)
  if (said.some(({ type }) => lonely.includes(type))) return said.filter(({ type }) => lonely.includes(type))
  const quote = answer.auto_reply === false ? [] : [quoteOf(event)]
  const mention = event.message_type === 'group' && answer.at_sender === true ? [mentionOf(event)] : []
  return [...quote, ...mention, ...said]
}

const muteOf = ({ ban, ban_duration }: Fields): number | undefined => {
  const seconds = Number(ban_duration ?? 1800)
  return ban === true && seconds > 0 ? seconds : undefined
}

/** Own messages are answered like all others; requests and notices are not. */
const act = ({ world, event, answer, run }: Answered): void => {
  if (event.post_type !== 'message' && event.post_type !== 'message_sent') return
  if (Array.isArray(answer)) {
    for (const call of answer)
      if (isObject(call) && typeof call.action === 'string')
        run(call.action, isObject(call.params) ? call.params : {})
    return
  }
  if (!isObject(answer)) return
  // One segment without its array is passed over.
  if (typeof answer.reply === 'string' || Array.isArray(answer.reply))
    reply(world, send, event, toSegments(event, answer))
  if (event.message_type === 'group')
    take(world, event, {
      recall: answer.delete === true,
      kick: answer.kick === true,
      mute: muteOf(answer),
    })
}

const retcodes: Readonly<Record<Failure['reason'], number>> = {
  'bad-json': 20002,
  'unknown-action': 10002,
  schema: 10003,
  refused: 35000,
}

const failed = (retcode: number, message: string): Fields => ({
  status: 'failed',
  retcode,
  data: {},
  message,
  echo: '',
})

const forbidden = json(200, failed(403, 'token verify failed'))

const api: ApiRules = {
  tokenOf: (call) =>
    authorizationOf(call)?.replace(/^Bearer /i, '') ??
    call.query.get('ticket') ??
    call.query.get('access_token') ??
    call.query.get('token') ??
    undefined,
  missingToken: forbidden,
  wrongToken: forbidden,
  bodyFirst: false,
  read: (call) => {
    const isForm = contentTypeOf(call).includes('urlencoded')
    const text = call.body.toString()
    const body = isForm ? formOf(new URLSearchParams(text)) : objectOf(text)
    if (isFailure(body)) return body
    const params = call.method === 'GET' ? formOf(call.query) : body
    const action = call.path.slice(1)
    if (action !== '') return { action, params, byPath: true }
    return {
      action: String(params.action ?? ''),
      params: isObject(params.params) ? params.params : {},
      echo: params.echo,
    }
  },
  suffixes: [],
  lacks: ['set_msg_emoji_like'],
  coercion: 'both-ways',
  unchecked: /^$/,
  defaults: { banDuration: 1800, adminEnable: true, wholeBanEnable: true },
  versionInfo: {
    app_name: 'Shamrock',
    app_version: '1.0.9',
    app_full_name: 'Shamrock-1.0.9',
    impl: 'shamrock',
    version: '1.0.9',
    onebot_version: '11',
  },
  answer: (outcome, { echo = '', byPath = false }) => {
    if (!isFailure(outcome))
      return json(200, { status: 'ok', retcode: 0, data: outcome.data ?? {}, message: '', echo })
    // An action without a page of its own.
    if (outcome.reason === 'unknown-action' && byPath) return empty(404)
    return json(200, { ...failed(retcodes[outcome.reason], outcome.message), echo })
  },
  socket: {
    useOf: (path) => ({ calls: true, events: path !== '/api' }),
    denies: { missing: 'close', wrong: 'close' },
    noEcho: '',
    badJson: 'answer',
    heartbeatMs: 15_000,
  },
}

/** OpenShamrock 1.0.9: nothing is signed, and requests are not answered. */
export const shamrock: Dialect = {
  name: 'shamrock',
  message: (message, world) => ({
    peer_id: world.selfId,
    sender: senderOf(world, message, ['card', 'role', 'level', 'title']),
    message: message.segments,
    raw_message: encodeCqString(message.segments),
    font: 0,
    // A member of a group is a friend to it.
    ...(message.chat.via !== undefined && { sub_type: 'friend', group_id: message.chat.via, temp_source: 0 }),
    ...(message.chat.user !== undefined && message.from === world.selfId && { target_id: message.chat.user }),
  }),
  flag: ({ user, group }, number, seconds) =>
    [seconds * 1e6 + number, ...(group === undefined ? [] : [group]), `u_${user}`].join(';'),
  request: ({ user }) => ({ user_uid: `u_${user}` }),
  answers: { read, act },
  resends: 0,
  send,
  api,
}
