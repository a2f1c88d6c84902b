import { AtWork } from '../protocol/at-work.js'
import type { AnyEvent } from '../protocol/event.js'
import { anyEvent, nameEvent } from '../protocol/event-name.js'
import { Answers } from './answers.js'
import { Bus } from './bus.js'
import { type Link, runChain } from './chain.js'
import type { ErrorReport } from './error-report.js'
import { explain, type Verdict } from './explain.js'
import type { AnyHandler, AnyMiddleware, AnyTextHandler, TextPattern } from './handler.js'
import { Links } from './links.js'
import type { Judge, Matcher } from './matcher.js'
import { middlewareLink } from './middleware.js'
import { textLink } from './text.js'

/** An event with its handlers at work. */
export interface InFlight {
  readonly event: AnyEvent
  /** Fills while they run. */
  readonly answers: Answers
  /** From now on, tells `listener` whenever a handler or a middleware is done. */
  readonly onChange: (listener: () => void) => void
  /** All of them are done. Never rejects. */
  readonly settled: Promise<void>
}

/** Event → answers: the chain in front, then every handler of the lineage. */
export class Dispatch {
  readonly #bus = new Bus()
  readonly #links = new Links()
  /** Handlers at work, also those whose response has gone. */
  readonly #working = new AtWork()
  readonly #errors: ErrorReport
  readonly #superusers: ReadonlySet<number>

  constructor(errors: ErrorReport, superusers: ReadonlySet<number>) {
    this.#errors = errors
    this.#superusers = superusers
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

  on(name: string, handler: AnyHandler, matcher?: Matcher): () => void {
    return this.#bus.on({ name, handler, matcher })
  }

  use(middleware: AnyMiddleware, matcher?: Matcher): () => void {
    return this.add(middlewareLink(middleware, this.judge, matcher))
  }

  text(pattern: TextPattern, handler: AnyTextHandler, matcher?: Matcher): () => void {
    return this.add(textLink(pattern, handler, this.judge, matcher))
  }

  /** Puts a link into the chain, in front of the bus. */
  add(link: Link, options?: { readonly atTheEnd?: boolean }): () => void {
    return this.#links.add(link, options)
  }

  /** What every link and every handler would do about an event. Runs none of them. */
  explain(event: AnyEvent): Promise<readonly Verdict[]> {
    const { lineage } = nameEvent(event.raw)
    return explain(event, lineage, { links: this.#links.all, bus: this.#bus, judge: this.judge })
  }

  deliver(event: AnyEvent, lineage: readonly string[]): InFlight {
    let listener: (() => void) | undefined
    const answers = new Answers(() => listener?.())
    const guard = (where: string, run: () => unknown): Promise<unknown> => this.#guard(event, where, run)
    const last = async (into: Answers): Promise<void> => {
      const running: Promise<void>[] = []
      this.#bus.emit(lineage, ({ name, handler, matcher }) => {
        if (matcher !== undefined && this.judge(matcher, event) !== true) return
        const file = into.reserve(name)
        running.push(guard(name, () => handler(event)).then(file))
      })
      await Promise.all(running)
    }
    // Own messages have no catch-all in their lineage, and the chain is one: a bot must not answer itself.
    const links = lineage.includes(anyEvent) ? this.#links.for(event) : []
    const settled = runChain(links, 0, answers, { event, guard, last })
    this.#working.add(settled)
    const onChange = (tell: () => void): void => {
      listener = tell
    }
    return { event, answers, onChange, settled }
  }

  async #guard(event: AnyEvent, where: string, run: () => unknown): Promise<unknown> {
    try {
      return await run()
    } catch (error) {
      this.#errors.tell(error, event, where)
      return undefined
    }
  }
}
