import type { JournalPlace } from '../protocol/delivery.js'
import type { Answered, CallState, Journal, KeptCall } from '../protocol/journal.js'
import type { NowOrLater } from '../protocol/now-or-later.js'
import type { Plan } from './plan.js'
import type { PlannedCall } from './planned-call.js'

/** Writes down what becomes of an answer. Never rejects: an answer does not fail with its journal. */
export type Mark = (...args: Parameters<Journal['mark']>) => NowOrLater<void>

const none: readonly KeptCall[] = []
const isLeft = ({ state }: KeptCall): boolean => state === 'planned' || state === 'begun'

const nothing: Answered = { places: [], decided: {}, calls: none, settled: false }

/**
 * What the handlers of one event have answered and what became of it, written down before it happens: whoever
 * reads it after a crash knows what is left to do.
 */
export class Ledger {
  readonly #journal: JournalPlace | undefined
  readonly #mark: Mark
  #response: Answered['response']
  #places: readonly string[]
  #decided: Answered['decided']
  #calls: readonly KeptCall[]
  #isSettled: boolean
  #isWritten = false

  constructor(journal: JournalPlace | undefined, mark: Mark) {
    this.#journal = journal
    this.#mark = mark
    const { response, places, decided, calls, settled } = journal?.answered ?? nothing
    this.#response = response
    this.#places = places
    this.#decided = decided
    this.#calls = calls
    this.#isSettled = settled
  }

  /** The calls that an earlier run has left. */
  get leftover(): readonly KeptCall[] {
    return this.#calls.length === 0 ? none : this.#calls.filter(isLeft)
  }

  get decided(): Answered['decided'] {
    return this.#decided
  }

  has(place: string): boolean {
    return this.#places.includes(place)
  }

  /** The answers at these places are decided. Returns their calls, to tell it what becomes of them. */
  plan(places: readonly string[], { response, decided, calls }: Plan): readonly KeptCall[] {
    this.#response = response ?? this.#response
    this.#places = this.#places.length === 0 ? places : [...this.#places, ...places]
    this.#decided = decided
    this.#isWritten = false
    if (calls.length === 0) return none
    const kept = calls.map((call: PlannedCall): KeptCall => ({ ...call, state: 'planned' }))
    this.#calls = [...this.#calls, ...kept]
    return kept
  }

  /** All handlers are done. */
  settle(): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#isWritten = false
  }

  move(call: KeptCall, state: CallState, result?: unknown): NowOrLater<void> {
    call.state = state
    if (result !== undefined) call.result = result
    this.#isWritten = false
    return this.write()
  }

  /** Ends when it is written, or cannot be. */
  write(): NowOrLater<void> {
    if (this.#journal === undefined || this.#isWritten) return undefined
    this.#isWritten = true
    return this.#mark(this.#journal.id, this.#answered())
  }

  #answered(): Answered {
    const response = this.#response
    const places = this.#places
    const decided = this.#decided
    const calls = this.#calls
    const settled = this.#isSettled
    return response === undefined
      ? { places, decided, calls, settled }
      : { response, places, decided, calls, settled }
  }
}
