import { AskEnded } from '../errors.js'
import type { Log } from '../log.js'
import type { Asker, AskOptions } from '../protocol/ask.js'
import { AtWork } from '../protocol/at-work.js'
import type { Clock } from '../protocol/clock.js'
import { describeEvent } from '../protocol/describe-event.js'
import type { AnyEvent } from '../protocol/event.js'
import { nameEvent } from '../protocol/event-name.js'
import { idOf } from '../protocol/event-tools.js'
import type { Reply } from '../protocol/message.js'
import { andThen, awaited, isLater, type NowOrLater } from '../protocol/now-or-later.js'
import type { Turn } from '../protocol/turn.js'
import { Answers, isAnswer } from './answers.js'
import { Asks } from './asks.js'
import { Bus } from './bus.js'
import type { LooseLink } from './chain.js'
import type { ErrorReport } from './error-report.js'
import { explain, type Verdict } from './explain.js'
import {
  type AnyHandler,
  type AnyMiddleware,
  type AnyTextHandler,
  type OnOptions,
  type Owner,
  type TextPattern,
  whereOf,
} from './handler.js'
import { type Crew, type Handled, InFlight } from './in-flight.js'
import { Links } from './links.js'
import type { Judge, Matcher } from './matcher.js'
import { middlewareLink } from './middleware.js'
import { type Registered, registered } from './registered.js'
import { type Budget, type Run, runAs, runOf } from './run.js'
import { textLink } from './text.js'

/** How the handlers of one event are run. */
export interface Delivering {
  /** The time that they may take. */
  readonly budget: Budget
  /** Says when it may begin. */
  readonly turn: Turn
}

export interface DispatchOptions {
  readonly errors: ErrorReport
  /** QQ numbers for whom matchers make exceptions. */
  readonly superusers: ReadonlySet<number>
  /** Takes what a handler answers when no event is on its way that could carry it. */
  readonly late: (answered: Handled) => void
  readonly log: Log
  /** Whether somebody wants to know of all code which handler it belongs to, see `currentRun`. */
  readonly isTracked?: boolean
  /** Default: that of the machine. */
  readonly clock?: Clock
}

/** Event → answers: what is registered, and what is done with what it answers. */
export class Dispatch {
  readonly #bus = new Bus()
  readonly #links = new Links()
  readonly #asks: Asks
  readonly #crew: Crew
  /** Handlers at work, also those whose response has gone; not those that wait for a person. */
  readonly #working = new AtWork()
  readonly #errors: ErrorReport
  readonly #superusers: ReadonlySet<number>
  readonly #late: (answered: Handled) => void
  readonly #log: Log
  readonly #isTracked: boolean

  constructor({ errors, superusers, late, log, isTracked = false, clock }: DispatchOptions) {
    this.#isTracked = isTracked
    this.#asks = new Asks((run, work) => this.#goOn(run, work), clock)
    this.#crew = {
      links: this.#links,
      asks: this.#asks,
      bus: this.#bus,
      judge: this.judge,
      begin: (run, work, wraps) => this.#begin(run, work, wraps),
    }
    this.#errors = errors
    this.#superusers = superusers
    this.#late = late
    this.#log = log
  }

  /** Asks a matcher. One that throws says no, and its error is reported like that of a handler. */
  readonly judge: Judge = (matcher, event) => {
    try {
      return matcher.check(event, { superusers: this.#superusers })
    } catch (error) {
      this.#errors.tell(error, event, `the matcher ${matcher.name}`)
      return 'it failed, see the log'
    }
  }

  /** How many events have handlers at work. */
  get atWork(): number {
    return this.#working.size
  }

  /** Resolves when everything that is at work now is done. */
  settled(): Promise<void> {
    return this.#working.settled()
  }

  on(name: string, handler: AnyHandler, owner: Owner, { when, missed = false }: OnOptions = {}): () => void {
    return this.#bus.on({ name, where: whereOf(name, owner), owner, handler, matcher: when, missed })
  }

  /** Whether somebody wants what happened while nobody heard an account. */
  get wantsMissed(): boolean {
    return [...this.#bus.listeners].some(({ missed }) => missed)
  }

  use(middleware: AnyMiddleware, owner: Owner, matcher?: Matcher): () => void {
    return this.add(middlewareLink(middleware, this.judge, matcher), owner)
  }

  text(pattern: TextPattern, handler: AnyTextHandler, owner: Owner, matcher?: Matcher): () => void {
    return this.add(textLink(pattern, handler, this.judge, matcher), owner)
  }

  /** Puts a link into the chain, in front of the bus. */
  add(link: LooseLink, owner: Owner, options?: { readonly atTheEnd?: boolean }): () => void {
    return this.#links.add({ ...link, name: whereOf(link.name, owner), owner }, options)
  }

  /** Every link, then every handler. */
  get registered(): readonly Registered[] {
    return registered(this.#links.all, this.#bus.listeners)
  }

  /** What every link and every handler would do about an event. Runs none of them. */
  explain(event: AnyEvent): Promise<readonly Verdict[]> {
    const { lineage } = nameEvent(event.raw)
    return explain(event, lineage, { links: this.#links.all, bus: this.#bus, judge: this.judge })
  }

  deliver(event: AnyEvent, lineage: readonly string[], { budget, turn }: Delivering): Handled {
    const inFlight = new InFlight(event, lineage, budget, this.#crew)
    inFlight.begin(turn)
    if (isLater(inFlight.settled)) this.#working.add(inFlight.settled)
    return inFlight
  }

  /** `event.ask()`: the question is the answer of the handler, as far as it has come. */
  readonly ask: Asker = (event, question, options = {}) => {
    try {
      return this.#ask(event as AnyEvent, question, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** Ends the questions of a plugin, or all of them. */
  endAsks(reason: AskEnded, owner?: Owner): void {
    if (owner === undefined) this.#asks.close(reason)
    else this.#asks.endOf(owner, reason)
  }

  #ask(event: AnyEvent, question: Reply, options: AskOptions): Promise<unknown> {
    const run = runOf(event)
    if (run?.isWaiting) throw new TypeError('this handler waits for an answer already; await it first')
    const listening = run?.hasEnded ? undefined : run
    const answer = this.#asks.wait({ event, options, run: listening, owner: run?.owner })
    if (!listening?.say(question)) this.#answerLate(event, question, run?.where ?? 'ask')
    return answer
  }

  #begin(run: Run, work: AnyHandler, wraps: boolean): NowOrLater<unknown> {
    return run.step(() => this.#run(run, work, wraps))
  }

  #run(run: Run, work: AnyHandler, wraps: boolean): void {
    let given: NowOrLater<unknown>
    try {
      given = awaited(runAs(run, !wraps && !this.#isTracked, work))
    } catch (error) {
      given = this.#failed(error, run)
    }
    if (!isLater(given)) this.#finish(run, given)
    else
      void given.then(
        (answer) => this.#finish(run, answer),
        (error) => this.#finish(run, this.#failed(error, run)),
      )
  }

  #finish(run: Run, answer: unknown): void {
    if (!run.end(answer)) this.#answerLate(run.event, answer, run.where)
  }

  /** That a person has not answered is no fault. */
  #failed(error: unknown, { event, where }: Run): unknown {
    if (!(error instanceof AskEnded)) {
      this.#errors.tell(error, event, where)
      return undefined
    }
    this.#log.debug(
      describeEvent(event.name, event.raw, idOf(event)),
      `${where} got no answer: ${error.message}`,
    )
    return error.farewell
  }

  /** Without a message that could carry the next answer. */
  #goOn(run: Run, work: () => void): void {
    const done = andThen(run.step(work), (answer) => this.#answerLate(run.event, answer, run.where))
    if (isLater(done)) this.#working.add(done)
  }

  #answerLate(event: AnyEvent, answer: unknown, where: string): void {
    if (!isAnswer(answer)) return
    const answers = new Answers({ changed() {} })
    answers.fill(answers.reserve(), where, answer)
    this.#late({ event, answers, onChange() {}, settled: undefined })
  }
}
