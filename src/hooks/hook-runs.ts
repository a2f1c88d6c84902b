import { setImmediate } from 'node:timers/promises'
import type { Context } from 'koa'
import { HttpError, JournalError } from '../errors.js'
import type { CountingLog } from '../log.js'
import type { Clock } from '../protocol/clock.js'
import type { JournalPlace } from '../protocol/delivery.js'
import { nextEventId } from '../protocol/event-id.js'
import type { Answered, Arrival, Entry, EntryState } from '../protocol/journal.js'
import type { NowOrLater } from '../protocol/now-or-later.js'
import type { State } from '../protocol/state.js'
import { Refusal } from '../receive/refusal.js'
import type { Hook } from './hook.js'
import { Accepted, errorReply, type HookReply, type Job, jobReply, replyOf } from './hook-answer.js'
import type { HookDelivery } from './hook-delivery.js'
import { Jobs } from './jobs.js'
import { Repeats, repeatKey } from './repeats.js'
import type { Taken } from './taken.js'
import { type ContextFor, takeEntry } from './taken-again.js'

/** How long a handler may work. */
export interface WorkSignal {
  get(): AbortSignal
  hold(): void
  release(): void
}

/** Where deliveries are kept until they are done. */
export interface HookJournal {
  append(arrival: Arrival): NowOrLater<JournalPlace | undefined>
  mark(entry: number, answered: Answered): NowOrLater<void>
  bury(entry: number, reason: string): Promise<void>
  stateOf(entry: number): Promise<EntryState | undefined>
}

export interface HookRunsOptions {
  readonly state: State
  readonly journal: HookJournal
  readonly clock: Clock
  readonly say: CountingLog
  /** Deliveries with a handler or a job at work; one more gets 503. */
  readonly atOnce: number
  readonly signal: () => WorkSignal
  readonly contextFor: ContextFor
  /** Gives a delivery what only the bot has: `to`, `targets`. `occasion` is the same each time the delivery is handled. */
  readonly equip: (delivery: HookDelivery, occasion: string, hook: Hook) => HookDelivery
  /** Is told of what a handler or a job throws. */
  readonly failed: (error: unknown, hook: string) => void
  /** Takes work that goes on and does not reject. */
  readonly background: (work: Promise<void>) => void
}

/** One run of a handler. */
interface Run {
  readonly hook: Hook
  readonly taken: Taken
  readonly id: string
  /** Missing: it is not kept. */
  readonly place: JournalPlace | undefined
}

const unanswered: Answered = { places: [], decided: {}, calls: [], settled: false }

/** Body → handler → answer, each delivery in the journal until its work is done. */
export class HookRuns {
  readonly #options: HookRunsOptions
  readonly #repeats: Repeats
  readonly #jobs: Jobs
  #atWork = 0

  constructor(options: HookRunsOptions) {
    const { state, journal, say } = options
    this.#options = options
    this.#repeats = new Repeats({ state, say, isKept: async (entry) => isKept(await journal.stateOf(entry)) })
    this.#jobs = new Jobs({ state, isDead: async (entry) => (await journal.stateOf(entry)) === 'dead' })
  }

  /** Answers a delivery that has come. Rejects with a `Refusal`. Its files are taken away when all is done. */
  async take(hook: Hook, taken: Taken): Promise<HookReply> {
    const key = repeatKey(hook, taken.context.headers)
    let isRun = false
    try {
      return await this.#repeats.once(key, async () => {
        if (this.#atWork >= this.#options.atOnce) throw new Refusal('overloaded', hook.place)
        const place = await this.#keep(hook, taken)
        await this.#repeats.begun(key, place)
        isRun = true
        return this.#run({ hook, taken, id: nextEventId(), place })
      })
    } finally {
      if (!isRun) await taken.remove()
    }
  }

  /** Handles what an earlier process has left unfinished; nobody waits for the answer. Throws where it cannot be read. */
  takeAgain(hook: Hook, entry: Entry): void {
    const taken = takeEntry(entry, hook, this.#options.contextFor)
    const { id, at, answered } = entry
    const run = { hook, taken, id: nextEventId(), place: { id, at, answered, redelivered: true } }
    const key = repeatKey(hook, taken.context.headers)
    // What has failed was told.
    this.#options.background(
      this.#repeats
        .again(key, () => this.#run(run))
        .then(
          () => {},
          () => {},
        ),
    )
  }

  job(hook: Hook, id: string): Promise<HookReply | undefined> {
    return this.#jobs.reply(hook.name, id)
  }

  /** Jobs are told to end; the next process runs them again. */
  close(): void {
    this.#jobs.close()
  }

  async #keep({ place }: Hook, { arrival }: Taken): Promise<JournalPlace | undefined> {
    const { journal, clock } = this.#options
    try {
      return await journal.append({ ...arrival, at: clock.now() })
    } catch (error) {
      throw error instanceof JournalError ? new Refusal('not-kept', place) : error
    }
  }

  async #run(run: Run): Promise<HookReply> {
    this.#atWork += 1
    let hasJob = false
    try {
      const answer = await this.#answer(run)
      if (!(answer instanceof Accepted)) return await this.#settle(run, answer)
      const reply = await this.#accept(run, answer.job)
      hasJob = true
      return reply
    } catch (error) {
      throw error instanceof Refusal ? error : await this.#failed(run, error)
    } finally {
      if (!hasJob) await this.#end(run)
    }
  }

  /** A response, or a job. */
  async #answer(run: Run): Promise<HookReply | Accepted> {
    const { signal, equip } = this.#options
    const work = signal()
    work.hold()
    try {
      const answer = await run.hook.handler(equip(deliveryOf(run, work), occasionOf(run), run.hook))
      return answer instanceof Accepted ? answer : replyOf(answer)
    } catch (error) {
      if (error instanceof HttpError) return errorReply(error)
      throw error
    } finally {
      work.release()
    }
  }

  async #settle({ place }: Run, reply: HookReply): Promise<HookReply> {
    const response = { status: reply.status }
    if (place !== undefined)
      await this.#options.journal.mark(place.id, { ...unanswered, response, settled: true })
    return reply
  }

  async #accept(run: Run, job: Job): Promise<HookReply> {
    const { hook, taken, place } = run
    const { journal, background } = this.#options
    const before = place?.answered?.response?.job
    const named = await this.#jobs.begin(
      hook.name,
      place?.id,
      ...(typeof before === 'string' ? [before] : []),
    )
    const response = { status: 202, job: named.id }
    if (place !== undefined) await journal.mark(place.id, { ...unanswered, response })
    // Its response goes first.
    background(setImmediate().then(() => this.#work(run, this.#jobs.run(named, job), response)))
    const url = `${taken.context.path.replace(/\/$/, '')}/jobs/${named.id}`
    return jobReply(202, { status: 'accepted', job: named.id }, url)
  }

  async #work(run: Run, done: Promise<boolean>, response: Answered['response'] & object): Promise<void> {
    try {
      const isDone = await done
      if (isDone && run.place !== undefined)
        await this.#options.journal.mark(run.place.id, { ...unanswered, response, settled: true })
    } catch (error) {
      await this.#failed(run, error)
    } finally {
      await this.#end(run)
    }
  }

  async #failed({ hook, id, place }: Run, error: unknown): Promise<Refusal> {
    const { failed, journal } = this.#options
    failed(error, hook.name)
    const reason = `its handler failed: ${error instanceof Error ? error.message : String(error)}`
    if (place !== undefined) await journal.bury(place.id, reason)
    return new Refusal('hook-failed', { ...hook.place, delivery: id })
  }

  async #end({ taken }: Run): Promise<void> {
    this.#atWork -= 1
    await taken.remove()
  }
}

const isKept = (state: EntryState | undefined): boolean => state !== undefined && state !== 'dead'

/** The same each time the delivery is handled; numbers of entries are given again when a journal is emptied. */
const occasionOf = ({ id, place }: Run): string =>
  place === undefined ? `hook:${id}` : `hook:${place.id}:${place.at}`

const deliveryOf = ({ hook, taken, id, place }: Run, signal: WorkSignal): HookDelivery => {
  const { context, params, bytes, files } = taken
  return {
    id,
    name: hook.name,
    method: context.method,
    params,
    query: new URLSearchParams(context.querystring),
    headers: context.headers,
    ip: context.ip,
    body: checked(taken.body, hook),
    bytes,
    files,
    redelivered: place?.redelivered ?? false,
    get signal() {
      return signal.get()
    },
    request: context as Context,
  }
}

/** What the schema of the hook makes of it. Throws an `HttpError` that says what does not fit. */
const checked = (body: unknown, { schema }: Hook): unknown => {
  const read = schema?.safeParse(body)
  if (read === undefined) return body
  if (read.success) return read.data
  const problems = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  )
  throw new HttpError(400, problems.join('; '))
}
