import { encodeCqString } from '../../protocol/cq-code.js'
import { decide, isObject, mentionOf, quoteOf, reply, take, words } from '../answering.js'
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
import type { SendRules } from '../compose.js'
import type { Answered, Dialect } from '../dialect.js'
import { senderOf } from '../sender.js'
import { toList } from '../show-message.js'

const send: SendRules = {
  knows: 'text at reply face mface image file video record json dice rps contact shake music forward'.split(
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
    // Swallowed without a word.
    return undefined
  }
}

const act = ({ world, event, answer }: Answered): void => {
  if (!isObject(answer)) return
  const isGroup = event.message_type === 'group'
  if (event.post_type === 'message') {
    if (answer.reply) {
      const mention = isGroup && answer.at_sender ? [mentionOf(event)] : []
      const said = toList(answer.reply, answer.auto_escape === true)
      reply(world, send, event, [quoteOf(event), ...mention, ...said])
    }
    // A message that it does not remember cannot be acted on.
    if (isGroup && world.message(Number(event.message_id)) !== undefined)
      take(world, event, {
        recall: Boolean(answer.delete),
        kick: Boolean(answer.kick),
        // 0 is no duration to it.
        mute: answer.ban ? Number(answer.ban_duration) || 1800 : undefined,
      })
  }
  if (event.post_type === 'request' && answer.approve !== undefined && answer.approve !== null)
    decide(world, event, {
      approve: Boolean(answer.approve),
      remark: words(answer.remark),
      reason: words(answer.reason),
    })
}

const codes: Readonly<Record<Failure['reason'], readonly [status: number, retcode: number]>> = {
  'bad-json': [200, 400],
  'unknown-action': [404, 404],
  schema: [200, 400],
  refused: [200, 200],
}

const forbidden: HttpAnswer = json(403, { message: 'token verify failed!' })

const noPage: HttpAnswer = { status: 404, headers: { 'Content-Type': 'text/plain' }, body: '404 Not Found' }

const api: ApiRules = {
  tokenOf: (call) =>
    authorizationOf(call)?.replace(/^Bearer /i, '') ?? call.query.get('access_token') ?? undefined,
  missingToken: forbidden,
  wrongToken: forbidden,
  bodyFirst: false,
  read: (call) => {
    const action = /^\/([^/]+)$/.exec(call.path)?.[1]
    if (action === undefined) return noPage
    if (call.method !== 'POST') return { action, params: formOf(call.query) }
    const text = call.body.toString()
    const isForm = contentTypeOf(call).includes('urlencoded')
    const params = isForm ? formOf(new URLSearchParams(text)) : objectOf(text)
    return isFailure(params) ? params : { action, params }
  },
  suffixes: ['_async', '_rate_limited'],
  lacks: [],
  coercion: 'both-ways',
  unchecked: /^$/,
  defaults: { banDuration: 1800, adminEnable: true, wholeBanEnable: true },
  versionInfo: { app_name: 'LLOneBot', protocol_version: 'v11', app_version: '8.1.7' },
  answer: (outcome) => {
    const failed = isFailure(outcome)
    const [status, retcode] = failed ? codes[outcome.reason] : [200, 0]
    const message = failed ? outcome.message : ''
    const data = failed ? null : (outcome.data ?? null)
    return json(status, { status: failed ? 'failed' : 'ok', retcode, data, message, wording: message })
  },
  socket: {
    // Any other path is let in and never hears or says anything.
    useOf: (path) => ({ calls: path === '/' || path === '/api', events: path === '/' || path === '/event' }),
    denies: { missing: 'frame, 1008', wrong: 'frame, 1008' },
    retcodes: { 'bad-json': 1400, 'unknown-action': 1404, schema: 1400, refused: 1200 },
    noEcho: undefined,
    badJson: 'answer',
    heartbeatMs: 30_000,
  },
}

/** LLOneBot 7 and 8. */
export const llonebot: Dialect = {
  name: 'llonebot',
  message: (message, world) => ({
    message_seq: message.id,
    sender: senderOf(world, message, ['card', 'role', 'level', 'title', 'group_id']),
    message: message.segments,
    message_format: 'array',
    raw_message: encodeCqString(message.segments),
    font: 14,
    ...(message.chat.group !== undefined && { group_name: world.groups.get(message.chat.group)?.name ?? '' }),
    ...(message.chat.via !== undefined && { temp_source: 0 }),
    ...(message.from === world.selfId && { target_id: message.chat.group ?? message.chat.user }),
  }),
  flag: ({ kind, user, group }, number, seconds) =>
    kind === 'friend' ? `u_${user}` : `${group}|${seconds}${number}|${kind === 'invite' ? 2 : 7}|0`,
  request: ({ kind }) => (kind === 'friend' ? { via: '' } : { invitor_id: 0 }),
  answers: { read, act },
  resends: 0,
  send,
  api,
}
