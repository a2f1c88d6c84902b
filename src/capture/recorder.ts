import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { ApiError, ApiRefused } from '../errors.js'
import type { Arrival } from '../protocol/journal.js'
import { andThen, type NowOrLater } from '../protocol/now-or-later.js'
import type { CapturedCall, CaptureLine, CaptureRecord } from './capture-line.js'
import { forKeeping, withoutSecrets } from './for-keeping.js'

/** Where a capture goes. */
export interface CaptureSink {
  /** Is told of every delivery that is handed to the handlers, by its headers. */
  readonly begun?: (headers: CaptureLine['headers']) => void
  readonly write: (record: CaptureRecord) => void
}

/** A call that begins. */
interface Begun {
  readonly action: string
  readonly params: unknown
  readonly isRead: boolean
  /** The delivery whose handler makes it; missing: no handler does. */
  readonly handlerOf?: string | undefined
}

/** How it ended. */
export type Ended = { readonly data: unknown } | { readonly error: unknown }

interface Open {
  readonly line: Omit<CaptureLine, 'answer' | 'calls'>
  /** In the order in which they began. */
  readonly calls: CapturedCall[]
  answer: CaptureLine['answer']
  /** What it waits for: its handlers and answers, and calls. */
  holds: number
  isFinishing: boolean
}

/** Deliveries that are not done, and calls of one of them. */
const maxOpen = 20_000
const maxCalls = 1000

const noAnswer: CaptureLine['answer'] = { status: 204, body: '' }

/** Puts together what belongs to one delivery: what came, what was answered, what was called meanwhile. */
export class Recorder {
  readonly #sink: CaptureSink
  readonly #now: () => number
  readonly #open = new Map<string, Open>()
  readonly #within = new AsyncLocalStorage<string>()

  constructor(sink: CaptureSink, now: () => number) {
    this.#sink = sink
    this.#now = now
  }

  begin(id: string, arrival: Arrival): void {
    const { endpoint, headers, bytes } = arrival
    const at = new Date(arrival.at).toISOString()
    const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
    const line: Open['line'] = { id, at, endpoint, headers: named, body: bytes.toString(), captured: 'all' }
    this.#open.set(id, { line, calls: [], answer: noAnswer, holds: 1, isFinishing: false })
    this.#sink.begun?.(named)
    const [oldest] = this.#open.keys()
    if (this.#open.size > maxOpen && oldest !== undefined) this.#write(oldest)
  }

  /** Does work for a delivery: the calls of its answer are known by it. */
  within<Result>(id: string, work: () => Result): Result {
    return this.#within.run(id, work)
  }

  /** `goesOn`: what is still to be done about it. */
  answered(id: string, answer: CaptureLine['answer'], goesOn: NowOrLater<void>): void {
    const open = this.#open.get(id)
    if (open !== undefined) open.answer = answer
    this.finishing(id, goesOn)
  }

  /** `work`: what is still to be done about a delivery; it must not reject. */
  finishing(id: string, work: NowOrLater<void>): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    if (open.isFinishing) open.holds += 1
    open.isFinishing = true
    void andThen(work, () => this.#release(id, open))
  }

  /** Returns what is to be told how the call ended. */
  calling({ action, params, isRead, handlerOf }: Begun): (ended: Ended) => void {
    // Whatever is asked outside of a handler, such as what the account runs on, is asked by the bot itself.
    const id = handlerOf ?? (isRead ? undefined : this.#within.getStore())
    const open = id === undefined ? undefined : this.#open.get(id)
    const kept = { action, params: (forKeeping(params) ?? {}) as CapturedCall['params'] }
    const own = handlerOf === undefined ? {} : { own: true as const }
    if (id === undefined || open === undefined || open.calls.length >= maxCalls)
      return (ended) => this.#aside({ ...kept, ...own, ...resultOf(ended) })
    const index = open.calls.push({ ...kept, ...own, outcome: 'unknown' }) - 1
    open.holds += 1
    return (ended) => {
      open.calls[index] = { ...kept, ...own, ...resultOf(ended) }
      this.#release(id, open)
    }
  }

  /** Resolves when everything is written that is done by now. */
  async written(): Promise<void> {
    await turn()
  }

  #aside(call: CapturedCall): void {
    this.#sink.write({ at: new Date(this.#now()).toISOString(), aside: [call] })
  }

  #release(id: string, open: Open): void {
    open.holds -= 1
    if (open.holds > 0) return
    // Whoever waited for the last call may make the next one at once.
    setImmediate(() => {
      if (open.holds === 0 && this.#open.get(id) === open) this.#write(id)
    })
  }

  #write(id: string): void {
    const open = this.#open.get(id)
    this.#open.delete(id)
    if (open === undefined) return
    const { line, answer, calls } = open
    this.#sink.write({ ...line, answer, calls })
  }
}

const resultOf = (ended: Ended): Pick<CapturedCall, 'outcome' | 'data' | 'error' | 'retcode' | 'wording'> => {
  if ('data' in ended) {
    const data = forKeeping(ended.data)
    return { outcome: 'done', ...(data === undefined ? {} : { data }) }
  }
  const { error } = ended
  const said = withoutSecrets(error instanceof Error ? error.message : String(error))
  return {
    outcome: error instanceof ApiError && !error.maybeDone ? 'refused' : 'unknown',
    error: said,
    ...(error instanceof ApiRefused ? { retcode: error.retcode, wording: error.wording } : {}),
  }
}
