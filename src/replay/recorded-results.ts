import { setImmediate as turn } from 'node:timers/promises'
import { isRead, toWireParams } from '../api/params.js'
import { isSend } from '../api/sends.js'
import type { Call, Transport } from '../api/transport.js'
import type { CapturedCall } from '../capture/capture-line.js'
import { ApiTimeout } from '../errors.js'
import { callText } from './same.js'

type Result = Omit<CapturedCall, 'action' | 'params' | 'own'>
type Envelope = Readonly<Record<string, unknown>>

/** The results of one call, the oldest first. */
interface Known {
  readonly results: Result[]
  /** The last one has been read. It stays as it was as long as nothing newer is known. */
  isUsed: boolean
}

/** Results that wait for their call; the oldest are forgotten first. */
const maxKept = 10_000

/** A call takes longer than whatever a handler does without one: who answers at once is not waited for by others. */
export const turnsOfACall = 4

/** The first number of a message that was never sent. */
const firstMadeUpId = 2_000_000_001

/** What reads resolve to where the capture says nothing. */
const emptyResults: readonly (readonly [actions: RegExp, data: unknown])[] = [
  [/^get_status$/, { online: true, good: true }],
  [/_msg_history$/, { messages: [] }],
  [/_(list|info_ex)$/, []],
  [/./, {}],
]

const done = (data: unknown): Envelope => ({ status: 'ok', retcode: 0, data })

/** Answers calls as the capture says they were answered, each result once; what it does not know succeeds. */
export class RecordedResults implements Transport {
  readonly #results = new Map<string, Known>()
  #kept = 0
  #madeUp: string[] = []
  #nextId = firstMadeUpId

  add(calls: readonly CapturedCall[]): void {
    for (const { action, params, own: _, ...result } of calls) {
      const key = callText({ action, params: toWireParams(action, params) })
      const known = this.#results.get(key)
      this.#results.delete(key)
      // What was read once more is what is known from then on.
      const before = known === undefined || known.isUsed ? [] : known.results
      this.#results.set(key, { results: [...before, result], isUsed: false })
      this.#kept += known?.isUsed ? 0 : 1
    }
    for (const [oldest, { results }] of this.#results) {
      if (this.#kept <= maxKept) break
      this.#results.delete(oldest)
      this.#kept -= results.length
    }
  }

  /** The actions of the calls since the last time whose results the capture does not know. */
  takeMadeUp(): readonly string[] {
    return this.#madeUp.splice(0)
  }

  async send({ action, params, timeoutMs }: Call): Promise<Envelope> {
    for (let left = turnsOfACall; left > 0; left -= 1) await turn()
    const result = this.#take(action, JSON.parse(params) as CapturedCall['params'])
    if (result === undefined) return this.#makeUp(action)
    const { outcome, data, error = '', retcode = 1, wording = error } = result
    if (outcome === 'unknown') throw new ApiTimeout(action, timeoutMs)
    return outcome === 'done' ? done(data ?? null) : { status: 'failed', retcode, data: null, wording }
  }

  async *stream(call: Call): AsyncIterable<Envelope> {
    yield await this.send(call)
  }

  close(): void {
    this.#results.clear()
  }

  #take(action: string, params: CapturedCall['params']): Result | undefined {
    const key = callText({ action, params })
    const known = this.#results.get(key)
    if (known === undefined) return undefined
    if (known.results.length === 1 && isRead(action)) {
      known.isUsed = true
      return known.results[0]
    }
    this.#kept -= 1
    const first = known.results.shift()
    if (known.results.length === 0) this.#results.delete(key)
    return first
  }

  #makeUp(action: string): Envelope {
    // What the account runs on is then told by what it posts.
    if (action === 'get_version_info') return { status: 'failed', retcode: 1404, data: null }
    this.#madeUp.push(action)
    if (isSend(action)) {
      this.#nextId += 1
      return done({ message_id: this.#nextId - 1 })
    }
    return done(isRead(action) ? emptyResults.find(([actions]) => actions.test(action))?.[1] : null)
  }
}
