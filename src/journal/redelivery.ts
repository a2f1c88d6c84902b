import { setTimeout as pause } from 'node:timers/promises'
import type { CountingLog } from '../log.js'
import type { Entry, EntryState, Journal } from '../protocol/journal.js'

export interface RedeliveryOptions {
  readonly journal: Journal
  /** Hands it to the handlers. Throws where it cannot be read. */
  readonly enter: (entry: Entry) => void
  /** Whether somebody takes the calls of this account. */
  readonly isReachable: (selfId: number) => Promise<boolean>
  /** Older deliveries are not handled any more, in milliseconds. */
  readonly withinMs: number
  readonly say: CountingLog
  readonly now: () => number
}

const maxRedeliveries = 3
const askAgainMs = 1000
const lookForRetriesMs = 2000

/** Handles what an earlier process has left unfinished, and what somebody asked to retry. */
export class Redelivery {
  readonly #options: RedeliveryOptions
  readonly #ending = new AbortController()
  /** The accounts whose entries are being handled. */
  readonly #atWork = new Set<number>()
  #looking: NodeJS.Timeout | undefined

  constructor(options: RedeliveryOptions) {
    this.#options = options
  }

  /** Resolves when the handlers of everything unfinished have begun, or it is given up. */
  async start(): Promise<void> {
    this.#looking = setInterval(() => void this.#guarded(['retry']), lookForRetriesMs).unref()
    await this.#guarded(['open', 'retry'])
  }

  stop(): void {
    clearInterval(this.#looking)
    this.#ending.abort()
  }

  async #guarded(states: readonly EntryState[]): Promise<void> {
    try {
      await this.#handle(await this.#options.journal.list({ states }))
    } catch (err) {
      if (this.#ending.signal.aborted) return
      const message = 'what an earlier process has left unfinished could not be handled'
      this.#options.say.say({ key: 'redelivery', level: 'error', fields: { err }, message })
    }
  }

  /** Accounts do not wait for each other. */
  async #handle(entries: readonly Entry[]): Promise<void> {
    const accounts = [...new Set(entries.map(({ selfId }) => selfId))]
    await Promise.all(
      accounts.map((account) =>
        this.#handleAccount(
          account,
          entries.filter(({ selfId }) => selfId === account),
        ),
      ),
    )
  }

  async #handleAccount(selfId: number, entries: readonly Entry[]): Promise<void> {
    if (this.#atWork.has(selfId)) return
    this.#atWork.add(selfId)
    try {
      await this.#untilReachable(selfId, entries)
      for (const entry of entries) await this.#redeliver(entry)
    } finally {
      this.#atWork.delete(selfId)
    }
  }

  /** Answers are calls: they wait for somebody to take them, until all is too old. */
  async #untilReachable(selfId: number, entries: readonly Entry[]): Promise<void> {
    const { isReachable } = this.#options
    while (entries.some((entry) => this.#hope(entry) === undefined) && !(await isReachable(selfId))) {
      await pause(askAgainMs, undefined, { signal: this.#ending.signal, ref: false })
    }
  }

  async #redeliver(entry: Entry): Promise<void> {
    const { journal, enter } = this.#options
    if (this.#ending.signal.aborted) return
    const reason = this.#hope(entry)
    if (reason !== undefined) return this.#bury(entry, reason)
    await journal.redelivering(entry.id)
    try {
      enter(entry)
    } catch (error) {
      await this.#bury(entry, `it cannot be read: ${error instanceof Error ? error.message : error}`)
    }
  }

  /** Why it is not handled any more; `undefined`: it is. */
  #hope({ redeliveries, dueAt }: Entry): string | undefined {
    const { now, withinMs } = this.#options
    if (redeliveries >= maxRedeliveries) return `it was handled ${redeliveries} times more and never finished`
    return now() - dueAt > withinMs ? 'it was too old when the bot came back' : undefined
  }

  async #bury({ id, name, selfId }: Entry, reason: string): Promise<void> {
    const { journal, say } = this.#options
    await journal.bury(id, reason)
    say.say({
      key: 'dead letter',
      detail: name,
      level: 'warn',
      fields: { journal: id, event: name, selfId },
      message: `${name} is given up: ${reason}; "catflap journal dead" lists it, "catflap journal retry ${id}" handles it once more`,
    })
  }
}
