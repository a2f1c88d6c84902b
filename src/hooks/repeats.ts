import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { CountingLog } from '../log.js'
import type { JournalPlace } from '../protocol/delivery.js'
import type { State } from '../protocol/state.js'
import type { Hook } from './hook.js'
import { type HookReply, jobReply } from './hook-answer.js'

/** Headers in which senders name a delivery, so that it is the same when it is sent again. */
const usualHeaders = [
  'idempotency-key',
  'webhook-id',
  'x-github-delivery',
  'x-gitea-delivery',
  'x-forgejo-delivery',
  'x-gitlab-event-uuid',
]

/** As long as senders try. */
const keptMs = 24 * 60 * 60_000
/** Of a longer answer the status alone is given again. */
const maxBodyBytes = 64 * 1024

/** An answer as it is kept, or the place of the delivery in the journal where there is none yet. */
type Kept =
  | { readonly begun: number }
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly base64: string }

export interface RepeatsOptions {
  readonly state: State
  /** Whether this entry of the journal has been handled, or is still to be. */
  readonly isKept: (entry: number) => Promise<boolean>
  readonly say: CountingLog
}

/** What names a delivery; `undefined`: nothing does, and it is a new one each time it comes. */
export const repeatKey = (
  { name, repeats, verify }: Pick<Hook, 'name' | 'repeats' | 'verify'>,
  headers: IncomingHttpHeaders,
): string | undefined => {
  if (repeats === false) return undefined
  const own = repeats?.toLowerCase() ?? verify?.repeats
  // Whoever repeats what somebody else has signed must not come in under another name.
  const header = [...(own === undefined ? [] : [own]), ...usualHeaders].find((one) => headers[one])
  if (header === undefined) return undefined
  const digest = createHash('sha256').update(`${header} ${headers[header]}`).digest('base64url')
  return `hook-repeat:${name}:${digest}`
}

/** Gives who sends a delivery again the first answer, without another run of the handler. */
export class Repeats {
  readonly #options: RepeatsOptions
  readonly #atWork = new Map<string, Promise<HookReply>>()

  constructor(options: RepeatsOptions) {
    this.#options = options
  }

  /** `run` answers the first time. Rejects as it does, and then the next one is the first. */
  once(key: string | undefined, run: () => Promise<HookReply>): Promise<HookReply> {
    if (key === undefined) return run()
    const atWork = this.#atWork.get(key)
    if (atWork !== undefined) return atWork
    const reply = this.#first(key, run).finally(() => this.#atWork.delete(key))
    this.#atWork.set(key, reply)
    return reply
  }

  /** It is in the journal: until it has an answer, only a run from there counts. */
  async begun(key: string | undefined, place: JournalPlace | undefined): Promise<void> {
    if (key !== undefined && place !== undefined) await this.#write(key, { begun: place.id })
  }

  /** As `once`, for a delivery from the journal. */
  again(key: string | undefined, run: () => Promise<HookReply>): Promise<HookReply> {
    if (key === undefined) return run()
    const reply = this.#run(key, run).finally(() => this.#atWork.delete(key))
    this.#atWork.set(key, reply)
    return reply
  }

  async #first(key: string, run: () => Promise<HookReply>): Promise<HookReply> {
    const kept = await this.#read(key)
    if (kept !== undefined && 'status' in kept) return replyOf(kept)
    // An earlier process has begun it: its answer is not known, and another run would be the second.
    if (kept !== undefined && (await this.#options.isKept(kept.begun)))
      return jobReply(202, { status: 'accepted' })
    return this.#run(key, run)
  }

  async #run(key: string, run: () => Promise<HookReply>): Promise<HookReply> {
    try {
      const reply = await run()
      await this.#write(key, keptOf(reply))
      return reply
    } catch (error) {
      await this.#write(key, undefined)
      throw error
    }
  }

  async #read(key: string): Promise<Kept | undefined> {
    let kept: unknown
    await this.#guarded(async () => {
      kept = await this.#options.state.get(key)
    })
    return kept as Kept | undefined
  }

  #write(key: string, kept: Kept | undefined): Promise<void> {
    const { state } = this.#options
    return this.#guarded(() => (kept === undefined ? state.delete(key) : state.set(key, kept, keptMs)))
  }

  /** A delivery is answered all the same. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (err) {
      const message = 'whether a delivery has come before is not known, so it counts as new'
      this.#options.say.say({ key: 'hook repeats', level: 'error', fields: { err }, message })
    }
  }
}

const keptOf = ({ status, headers, body }: HookReply): Kept => {
  const bytes = Buffer.from(body)
  return { status, headers, base64: bytes.length > maxBodyBytes ? '' : bytes.toString('base64') }
}

const replyOf = ({ status, headers, base64 }: Extract<Kept, { status: number }>): HookReply => ({
  status,
  headers,
  body: Buffer.from(base64, 'base64'),
})
