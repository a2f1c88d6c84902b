import { randomUUID } from 'node:crypto'
import type { State } from '../protocol/state.js'
import { type HookReply, type Job, jobReply } from './hook-answer.js'

/** How long a job can be asked after. */
const keptMs = 7 * 24 * 60 * 60_000
/** Of a longer result nothing is kept. */
const maxResultCharacters = 64 * 1024

interface KeptJob {
  readonly hook: string
  readonly status: 'running' | 'done' | 'failed'
  /** Its delivery in the journal. */
  readonly entry?: number | undefined
  readonly result?: unknown
}

export interface JobsOptions {
  readonly state: State
  /** Whether nobody is going to handle this entry of the journal any more. */
  readonly isDead: (entry: number) => Promise<boolean>
}

/** A job before it begins. */
export interface NamedJob {
  /** Nobody can guess it: who knows it may ask how the job stands. */
  readonly id: string
  readonly hook: string
  readonly entry: number | undefined
}

/** The jobs of hooks: how they stand can be asked for a week, also after a restart. */
export class Jobs {
  readonly #options: JobsOptions
  readonly #ending = new AbortController()

  constructor(options: JobsOptions) {
    this.#options = options
  }

  /** `id`: that of an earlier run of the same delivery. */
  async begin(hook: string, entry: number | undefined, id: string = randomUUID()): Promise<NamedJob> {
    const job = { id, hook, entry }
    await this.#keep(job, 'running')
    return job
  }

  /** Resolves to whether it is done: otherwise the bot was shut down. Rejects where the job does. */
  async run(named: NamedJob, job: Job): Promise<boolean> {
    const { signal } = this.#ending
    try {
      await this.#keep(named, 'done', resultOf(await job(signal)))
      return true
    } catch (error) {
      if (signal.aborted) return false
      await this.#keep(named, 'failed')
      throw error
    }
  }

  /** How a job stands, for whoever knows its number; `undefined`: there is none, or no longer. */
  async reply(hook: string, id: string): Promise<HookReply | undefined> {
    const kept = (await this.#options.state.get(keyOf(id))) as KeptJob | undefined
    if (kept === undefined || kept.hook !== hook) return undefined
    const { entry, result } = kept
    const isLost = kept.status === 'running' && entry !== undefined && (await this.#options.isDead(entry))
    return jobReply(200, { job: id, status: isLost ? 'failed' : kept.status, result })
  }

  /** Their signals abort. */
  close(): void {
    this.#ending.abort(new Error('the bot is shutting down'))
  }

  async #keep({ id, hook, entry }: NamedJob, status: KeptJob['status'], result?: unknown): Promise<void> {
    await this.#options.state.set(keyOf(id), { hook, entry, status, result }, keptMs)
  }
}

const keyOf = (id: string): string => `hook-job:${id}`

/** What a job has returned, as far as it is JSON and not too long. */
const resultOf = (value: unknown): unknown => {
  const written: string | undefined = JSON.stringify(value)
  return written !== undefined && written.length <= maxResultCharacters ? value : undefined
}
