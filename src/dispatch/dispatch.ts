import { AtWork } from '../protocol/at-work.js'
import type { AnyEvent } from '../protocol/event.js'
import { anyEvent } from '../protocol/event-name.js'
import { Answers } from './answers.js'
import { Bus } from './bus.js'
import { type Link, middlewareLink, runChain } from './chain.js'
import type { ErrorReport } from './error-report.js'
import type { AnyHandler, Middleware, TextHandler } from './handler.js'
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
  #links: readonly Link[] = []
  /** Handlers at work, also those whose response has gone. */
  readonly #working = new AtWork()
  readonly #errors: ErrorReport

  constructor(errors: ErrorReport) {
    this.#errors = errors
  }

  /** How many events have handlers at work. */
  get atWork(): number {
    return this.#working.size
  }

  /** Resolves when everything that is at work now is done. */
  settled(): Promise<void> {
    return this.#working.settled()
  }

  on(name: string, handler: AnyHandler): () => void {
    return this.#bus.on(name, handler)
  }

  use(middleware: Middleware): () => void {
    return this.#add(middlewareLink(middleware))
  }

  text(pattern: string | RegExp, handler: TextHandler): () => void {
    return this.#add(textLink(pattern, handler))
  }

  /** `inTurn` begins what it is given when the turn of the event has come, and resolves when that is done. */
  deliver(
    event: AnyEvent,
    lineage: readonly string[],
    inTurn: (work: () => Promise<void>) => Promise<void>,
  ): InFlight {
    let listener: (() => void) | undefined
    const answers = new Answers(() => listener?.())
    const guard = (where: string, run: () => unknown): Promise<unknown> => this.#guard(event, where, run)
    const last = async (into: Answers): Promise<void> => {
      const running: Promise<void>[] = []
      this.#bus.emit(lineage, (handler, name) => {
        const file = into.reserve(name)
        running.push(guard(name, () => handler(event)).then(file))
      })
      await Promise.all(running)
    }
    // Own messages have no catch-all in their lineage, and the chain is one: a bot must not answer itself.
    const links = lineage.includes(anyEvent) ? this.#links : []
    const settled = inTurn(() => runChain(links, 0, answers, { event, guard, last }))
    this.#working.add(settled)
    const onChange = (tell: () => void): void => {
      listener = tell
    }
    return { event, answers, onChange, settled }
  }

  #add(link: Link): () => void {
    this.#links = [...this.#links, link]
    return () => {
      this.#links = this.#links.filter((other) => other !== link)
    }
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
