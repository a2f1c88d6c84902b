import type { AnyEvent } from '../protocol/event.js'
import { anyEvent } from '../protocol/event-name.js'
import { isLater, type NowOrLater } from '../protocol/now-or-later.js'
import type { Turn } from '../protocol/turn.js'
import { Answers, type Watcher } from './answers.js'
import type { Asks } from './asks.js'
import type { Bus, Listener } from './bus.js'
import { type ChainRun, runChain } from './chain.js'
import type { AnyHandler, Owner } from './handler.js'
import type { Links } from './links.js'
import type { Judge } from './matcher.js'
import { type Budget, Run } from './run.js'

/** An event and what its handlers have answered so far. */
export interface Handled {
  readonly event: AnyEvent
  /** Fills while they run. */
  readonly answers: Answers
  /** From now on, tells `listener` whenever a handler or a middleware is done. */
  onChange(listener: () => void): void
  /** All of them are done, or wait for a person; `undefined`: they are by now. Never rejects. */
  readonly settled: NowOrLater<void>
}

/** Who sees to the events of a bot. */
export interface Crew {
  readonly links: Links
  readonly asks: Asks
  readonly bus: Bus
  readonly judge: Judge
  /** Runs a piece of user code as far as its first answer. Its errors are reported, never thrown. */
  readonly begin: (run: Run, work: AnyHandler, wraps: boolean) => NowOrLater<unknown>
}

/** An event with its handlers at work: the chain in front, then who waits for it, else the bus. */
export class InFlight implements Handled, ChainRun, Watcher {
  readonly event: AnyEvent
  readonly answers: Answers
  settled: NowOrLater<void> = undefined
  readonly #lineage: readonly string[]
  readonly #budget: Budget
  readonly #crew: Crew
  /**
   * Own messages have no catch-all in their lineage, and the chain is one: a bot must not answer itself. What was
   * missed reaches only those who want it.
   */
  readonly #isForAll: boolean
  #listener: (() => void) | undefined

  constructor(event: AnyEvent, lineage: readonly string[], budget: Budget, crew: Crew) {
    this.event = event
    this.answers = new Answers(this)
    this.#lineage = lineage
    this.#budget = budget
    this.#crew = crew
    this.#isForAll = lineage.includes(anyEvent) && !event.missed
  }

  begin(turn: Turn): void {
    const { links } = this.#crew
    this.settled = turn.run(() =>
      this.#isForAll ? runChain(links.for(this.event), 0, this.answers, this) : this.last(this.answers),
    )
  }

  onChange(listener: () => void): void {
    this.#listener = listener
  }

  changed(): void {
    this.#listener?.()
  }

  guard(where: string, owner: Owner, work: AnyHandler, wraps = false): NowOrLater<unknown> {
    return this.#crew.begin(new Run(this.event, where, owner, this.#budget), work, wraps)
  }

  last(answers: Answers): NowOrLater<void> {
    const { asks, bus } = this.#crew
    const taken = this.#isForAll ? asks.take(this.event) : undefined
    if (taken !== undefined) return this.#file(answers, taken.where, taken.answer())
    let running: Promise<void>[] | undefined
    bus.emit(this.#lineage, (listener) => {
      if (!this.#concerns(listener)) return
      const { where, owner, handler } = listener
      const filed = this.#file(answers, where, this.guard(where, owner, handler))
      if (!isLater(filed)) return
      running ??= []
      running.push(filed)
    })
    return running && Promise.all(running).then(() => {})
  }

  #concerns({ missed, matcher }: Listener): boolean {
    if (this.event.missed && !missed) return false
    return matcher === undefined || this.#crew.judge(matcher, this.event) === true
  }

  #file(answers: Answers, where: string, given: NowOrLater<unknown>): NowOrLater<void> {
    const place = answers.reserve()
    if (isLater(given)) return given.then((answer) => answers.fill(place, where, answer))
    answers.fill(place, where, given)
    return undefined
  }
}
