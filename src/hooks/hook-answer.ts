import type { HttpError } from '../errors.js'

/** A response as it is written down and leaves. */
export interface HookReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** An answer with a status, made by `respond`. */
export class HookResponse {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>>) {
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** Work that goes on after its response; `signal` aborts when the bot shuts down. */
export type Job = (signal: AbortSignal) => unknown

/** An answer whose work goes on, made by `accepted`. */
export class Accepted {
  readonly job: Job

  constructor(job: Job) {
    this.job = job
  }
}

/** Nothing: 204. A string: text. An object or a list: JSON. */
export type HookAnswer = HookResponse | Accepted | string | object | undefined | void

/** An answer with a status, such as `respond(201, { id: 7 })` or `respond(302, undefined, { Location: '/' })`. */
export const respond = (
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): HookResponse => new HookResponse(status, body, headers)

/**
 * 202 at once, with the number of a job, which runs after it. When the process ends before the job does, the next one
 * runs the handler once more, and the job that it returns. What the job returns, as JSON, is its result.
 */
export const accepted = (job: Job): Accepted => new Accepted(job)

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HookReply => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body) ?? '',
})

/** What an answer other than `accepted` is as a response. Throws where it is no JSON. */
export const replyOf = (answer: unknown): HookReply => {
  if (answer instanceof HookResponse) {
    const { status, body, headers } = answer
    const plain = replyOf(body)
    return { ...plain, status, headers: { ...plain.headers, ...headers } }
  }
  if (answer === undefined || answer === null) return { status: 204, headers: {}, body: '' }
  if (typeof answer === 'string')
    return { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: answer }
  if (answer instanceof Uint8Array)
    return {
      status: 200,
      headers: { 'Content-Type': 'application/octet-stream' },
      body: Buffer.from(answer),
    }
  return json(200, answer)
}

/** Of a job: taken, or how it stands. */
export const jobReply = (status: number, about: object, url?: string): HookReply =>
  json(status, about, url === undefined ? {} : { Location: url })

export const errorReply = ({ status, message }: HttpError): HookReply => json(status, { error: message })
