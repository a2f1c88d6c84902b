import JSON5 from 'json5'
import { encodeCqString } from '../../protocol/cq-code.js'
import { decide, isObject, mentionOf, quoteOf, reply, words } from '../answering.js'
import {
  type ApiRules,
  authorizationOf,
  contentTypeOf,
  type Failure,
  formOf,
  type HttpAnswer,
  isFailure,
  json,
  objectOf,
} from '../api-rules.js'
import { decodeByChunks } from '../chunks.js'
import type { SendRules } from '../compose.js'
import type { Answered, Dialect } from '../dialect.js'
import { senderOf } from '../sender.js'
import { toList } from '../show-message.js'
import { type Fields, Refusal } from '../world-types.js'

const send: SendRules = {
  knows:
    'text at reply face mface image file video record json dice rps markdown music node forward contact'.split(
      ' ',
    ),
  drops: ['xml', 'poke', 'miniapp', 'onlinefile', 'flashtransfer'],
  unknown: 'fail',
  unknownQuote: 'drop',
  mentionsInPrivate: false,
  oneQuote: false,
  strings: {},
}

const read = (status: number, body: Buffer, chunkBytes: number): unknown => {
  if (status < 200 || status > 299) throw new Refusal(`Unexpected status code: ${status}`)
  const text = decodeByChunks(body, chunkBytes)
  return text === '' ? {} : JSON5.parse(text)
}

/** Whatever JavaScript takes for true is true, the string "false" among it. */
const act = ({ world, event, answer }: Answered): void => {
  if (answer === null) throw new Refusal('the answer is null')
  if (!isObject(answer)) return
  if (event.post_type === 'message' && answer.reply) {
    const said = toList(answer.reply, Boolean(answer.auto_escape))
    const isGroup = event.message_type === 'group'
    const mention = answer.at_sender ? [mentionOf(event)] : []
    reply(world, send, event, isGroup ? [quoteOf(event), ...mention, ...said] : said)
  }
  if (event.post_type === 'request' && answer.approve !== undefined && answer.approve !== null)
    decide(world, event, { approve: Boolean(answer.approve), reason: words(answer.reason) })
}

const retcodes: Readonly<Record<Failure['reason'], number>> = {
  'bad-json': 400,
  'unknown-action': 200,
  schema: 400,
  refused: 200,
}

const invalidJson: HttpAnswer = {
  status: 400,
  headers: { 'Content-Type': 'text/html' },
  body: 'Invalid JSON',
}
const forbidden: HttpAnswer = {
  status: 403,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: JSON.stringify({ message: 'token verify failed!' }),
}

const api: ApiRules = {
  tokenOf: (call) => call.query.get('access_token') ?? authorizationOf(call)?.split('Bearer ').pop(),
  missingToken: forbidden,
  wrongToken: forbidden,
  bodyFirst: true,
  read: (call, chunkBytes) => {
    // Whatever is no form is JSON, if it says so or not.
    const text = decodeByChunks(call.body, chunkBytes)
    const isForm = contentTypeOf(call).includes('urlencoded')
    const params = isForm ? formOf(new URLSearchParams(text)) : objectOf(text, JSON5.parse)
    if (isFailure(params)) return invalidJson
    const merged: Fields = { ...params, ...formOf(call.query) }
    return { action: call.path.split('/')[1] ?? '', params: merged, echo: merged.echo }
  },
  suffixes: ['_async', '_rate_limited'],
  lacks: [],
  coercion: 'both-ways',
  unchecked: /^send_/,
  defaults: { banDuration: 0, adminEnable: false, wholeBanEnable: true },
  versionInfo: { app_name: 'NapCat.Onebot', protocol_version: 'v11', app_version: '4.18.19' },
  answer: (outcome, asked, number) => {
    const failed = isFailure(outcome)
    const message = failed ? outcome.message : ''
    // A random string where the call has none, but not where its parameters were refused.
    const echo = failed && outcome.reason === 'schema' ? null : (asked.echo ?? `echo-${number}`)
    return json(200, {
      status: failed ? 'failed' : 'ok',
      retcode: failed ? retcodes[outcome.reason] : 0,
      data: failed ? null : outcome.data,
      message,
      wording: message,
      echo,
      stream: 'normal-action',
    })
  },
  socket: {
    // On /event too, calls are taken.
    useOf: (path) => ({ calls: true, events: path !== '/api' }),
    denies: { missing: 'frame', wrong: 'frame' },
    retcodes: { 'bad-json': 1400, 'unknown-action': 1404, schema: 1400, refused: 1200 },
    noEcho: '',
    badJson: 'answer',
    heartbeatMs: 30_000,
    maxPayload: 50 * 1024 * 1024,
  },
}

/** NapCat 4.18. */
export const napcat: Dialect = {
  name: 'napcat',
  message: (message, world) => ({
    message_seq: message.id,
    real_id: message.id,
    real_seq: String(message.id),
    sender: senderOf(world, message, ['card', 'role']),
    message: message.segments,
    message_format: 'array',
    raw_message: encodeCqString(message.segments).trim(),
    font: 14,
    ...(message.chat.group === undefined
      ? { target_id: message.from === world.selfId ? message.chat.user : world.selfId }
      : { group_name: world.groups.get(message.chat.group)?.name ?? '' }),
    ...(message.chat.via !== undefined && { group_id: message.chat.via, temp_source: 0 }),
  }),
  // The second of a friend's request, the sequence of a group's.
  flag: ({ kind }, number, seconds) => String(kind === 'friend' ? seconds + number : seconds * 1e6 + number),
  request: () => ({}),
  answers: { read, act },
  resends: 0,
  send,
  api,
}
