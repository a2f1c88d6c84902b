import type { ServerResponse } from 'node:http'
import type { Context } from 'koa'
import type { CountingLog } from '../log.js'

type About = Readonly<Record<string, unknown>>

interface RefusalRow {
  readonly status: number
  /** What is wrong and what to do about it. */
  readonly says: (about: About) => string
}

/** What stands at the path: `endpoint "main"` or `hook "github"`. */
const placeIn = ({ endpoint, hook }: About): string =>
  hook === undefined ? `endpoint "${endpoint}"` : `hook "${hook}"`

/** Every reason not to take a delivery. The bodies stay empty, so the log has to say it all. */
const refusals = {
  'unknown-path': {
    status: 404,
    says: ({ path, paths }) => `no endpoint at ${path}; point the sender's URL at one of: ${paths}`,
  },
  'other-method': {
    status: 405,
    says: ({ method, hook, allow }) =>
      hook === undefined
        ? `${method} instead of POST; in NapCat the entry belongs under httpClients, and a browser is no sender`
        : `${method} instead of ${allow}, which hook "${hook}" takes ("methods")`,
  },
  'address-not-allowed': {
    status: 403,
    says: ({ address, ...about }) =>
      `${address} is not in "allow" of ${placeIn(about)}; add it there if it is yours`,
  },
  'other-content-type': {
    status: 415,
    says: ({ contentType }) => `Content-Type ${contentType} instead of application/json, without compression`,
  },
  'other-body': {
    status: 415,
    says: ({ contentType, encoding, hook, accepts }) =>
      `Content-Type ${contentType || 'missing'}${encoding ? `, compressed with ${encoding}` : ''}; hook "${hook}" takes ${accepts} ("accepts")`,
  },
  'other-file-type': {
    status: 415,
    says: ({ type, hook }) => `a file of type ${type}, which hook "${hook}" does not take ("files.types")`,
  },
  'file-too-large': {
    status: 413,
    says: ({ limit, hook }) => `a file of more than ${limit} bytes; raise "files.maxBytes" of hook "${hook}"`,
  },
  'too-many-parts': {
    status: 413,
    says: ({ hook }) =>
      `more or longer fields than any form has, or more files than hook "${hook}" takes ("files.maxCount")`,
  },
  'no-form': {
    status: 400,
    says: ({ hook }) => `the body for hook "${hook}" is no form, although its Content-Type says so`,
  },
  'field-missing': {
    status: 400,
    says: ({ hook, field }) =>
      `the form has no field "${field}", which is the body of hook "${hook}" ("form")`,
  },
  'hook-disabled': {
    status: 409,
    says: ({ hook }) => `hook "${hook}" is disabled ("enabled", or "catflap hooks enable")`,
  },
  'hook-unverified': {
    status: 401,
    says: ({ hook, verify }) => `nothing shows who sends to hook "${hook}"; it wants ${verify}`,
  },
  'hook-refused': {
    status: 403,
    says: ({ hook, verify }) =>
      `who sends to hook "${hook}" may not; it wants ${verify}; compare the secrets on both sides, and let no proxy rewrite the body`,
  },
  'too-often': {
    status: 429,
    says: ({ hook, limit }) => `more than ${limit} deliveries in one minute ("perMinute" of hook "${hook}")`,
  },
  'hook-failed': {
    status: 500,
    says: ({ hook, delivery }) => `the handler of hook "${hook}" failed on delivery ${delivery}`,
  },
  'signature-missing': {
    status: 401,
    says: ({ endpoint }) =>
      `no X-Signature header, but endpoint "${endpoint}" has a token; enter the same token in the sender's settings (NapCat: "token" of the httpClients entry, not Authorization)`,
  },
  'too-large': {
    status: 413,
    says: ({ limit, ...about }) =>
      `more than ${limit} bytes; raise "bodyLimit" of ${placeIn(about)}, or switch off "debug" in the sender`,
  },
  'cut-off': {
    status: 400,
    says: () =>
      'the connection broke off in the middle of the body; the event is lost, the sender has no second try',
  },
  'never-whole': { status: 400, says: () => 'the request never arrived whole' },
  'signature-wrong': {
    status: 403,
    says: ({ endpoint }) =>
      `the X-Signature fits no token of endpoint "${endpoint}"; compare the tokens on both sides, and let no proxy rewrite the body`,
  },
  'not-utf8': { status: 400, says: () => 'the body is no UTF-8; does a proxy change the encoding?' },
  'not-json': {
    status: 400,
    says: ({ hook }) =>
      hook === undefined
        ? 'the body is no JSON; only OneBot events belong here'
        : `the body for hook "${hook}" is no JSON, although its Content-Type says so`,
  },
  'not-an-object': {
    status: 400,
    says: () => 'the body is JSON but no object; only OneBot events belong here',
  },
  'header-self-id': {
    status: 400,
    says: ({ selfId }) =>
      `X-Self-ID ${selfId === undefined ? 'is missing' : 'is no account number'}; every OneBot sender sets it, does a proxy drop it?`,
  },
  'body-self-id': {
    status: 400,
    says: () => '"self_id" in the body is missing or no account number; is this a OneBot 11 event?',
  },
  'self-ids-differ': {
    status: 400,
    says: ({ selfId, bodySelfId }) =>
      `X-Self-ID says ${selfId}, "self_id" in the body ${bodySelfId}; does something between rewrite one of them?`,
  },
  'unknown-account': {
    status: 403,
    says: ({ selfId, endpoint, list }) =>
      `account ${selfId} is not in ${list}; add it there if it is yours, for example after a change of the QQ number (endpoint "${endpoint}")`,
  },
  'not-kept': {
    status: 503,
    says: () => 'the journal cannot take it, and "journal.onFailure" says to refuse what is not kept',
  },
  'locked-out': {
    status: 403,
    says: ({ address }) =>
      `${address} has sent too many wrong signatures and is locked out for a while ("limits.lockOutMs"); if it is yours, compare the tokens`,
  },
  overloaded: {
    status: 503,
    says: (about) =>
      `too many events of one chat or of all are at work or waiting ("limits"), and one more at ${placeIn(about)} is not taken; which handler is slow?`,
  },
  'too-many-bytes': {
    status: 503,
    says: (about) =>
      `the bodies that arrive hold all the memory they may ("limits.bodiesBytes"), and one more at ${placeIn(about)} is not taken`,
  },
  draining: { status: 503, says: () => 'the bot is shutting down; what arrives now is not taken' },
} as const satisfies Record<string, RefusalRow>

export type RefusalCause = keyof typeof refusals

/** Thrown by a step that does not take the delivery. */
export class Refusal {
  readonly cause: RefusalCause
  readonly about: About

  constructor(cause: RefusalCause, about: About = {}) {
    this.cause = cause
    this.about = about
  }

  get status(): number {
    return refusals[this.cause].status
  }

  get message(): string {
    const row: RefusalRow = refusals[this.cause]
    return row.says(this.about)
  }
}

/** For what reaches no endpoint: whatever a later step throws becomes a status without a body, and a line in the log. */
export function answerRefusals(say: CountingLog) {
  return async (ctx: Context, next: () => Promise<unknown>): Promise<void> => {
    try {
      await next()
    } catch (thrown) {
      ctx.remove('Content-Type')
      ctx.body = null
      ctx.status = statusOf(thrown)
      ctx.set(headersOf(thrown))
      tell(thrown, ctx.ip, say)
    }
  }
}

/** The same for a delivery. Some senders execute quick actions even from the body of an error: it has to be empty. */
export const answerRefusal = (
  response: ServerResponse,
  thrown: unknown,
  address: string,
  say: CountingLog,
): void => {
  if (isWritable(response) && !response.headersSent)
    response.writeHead(statusOf(thrown), { ...headersOf(thrown), 'Content-Length': 0 }).end()
  tell(thrown, address, say)
}

/** Whether a response can still reach its sender. */
export const isWritable = ({ writableEnded, socket }: ServerResponse): boolean =>
  !writableEnded && (socket?.writable ?? true)

const statusOf = (thrown: unknown): number => (thrown instanceof Refusal ? thrown.status : 500)

/** Seconds, by status. */
const retryAfter: Readonly<Record<number, string>> = { 429: '60', 503: '5' }

const headersOf = (thrown: unknown): Readonly<Record<string, string>> => {
  if (!(thrown instanceof Refusal)) return {}
  if (thrown.cause === 'other-method') return { Allow: String(thrown.about.allow ?? 'POST') }
  const seconds = retryAfter[thrown.status]
  return seconds === undefined ? {} : { 'Retry-After': seconds }
}

const tell = (thrown: unknown, address: string, say: CountingLog): void => {
  if (thrown instanceof Refusal) tellRefusal(thrown, address, say)
  else
    say.say({
      key: 'internal',
      level: 'error',
      fields: { err: thrown },
      message: 'catflap itself failed on a delivery',
    })
}

const tellRefusal = ({ cause, about, status, message }: Refusal, address: string, say: CountingLog): void => {
  // The server has answered what never became a whole request, and said so.
  if (cause === 'never-whole') return
  const detail =
    cause === 'unknown-path' ? about.path : cause === 'unknown-account' ? about.selfId : undefined
  say.say({
    key: `${cause} ${about.hook ?? about.endpoint}`,
    detail: detail === undefined ? undefined : String(detail),
    level: 'warn',
    fields: { cause, status, address, ...about },
    message: `refused with ${status}: ${message}`,
  })
}
