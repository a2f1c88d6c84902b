import type { AnyEvent } from '../protocol/event.js'
import { andThen, awaited, isLater, type NowOrLater } from '../protocol/now-or-later.js'
import { type Answers, type AnswersSoFar, isAnswer } from './answers.js'
import type { AnyHandler, Owner } from './handler.js'
import type { Keys } from './keys.js'

export type Next = () => NowOrLater<AnswersSoFar>

/** What a link does with an event: its answer is taken, `next()` runs what is further in. */
export type Run = (next: Next) => unknown

/** When nobody behind a link sees an event that concerns it. */
export type Taking = 'always' | 'with an answer'

/** Why a link turns down an event that concerns it. */
export interface TurnedDown {
  readonly because: string
  /** Whether the event goes on as if the link were not there. */
  readonly passesBy: boolean
}

/** One part of the chain in front of the bus. */
export interface Link {
  readonly name: string
  /** Who registered it. */
  readonly owner: Owner
  /** Only messages with one of these can concern it. Without: every event may. */
  readonly keys?: Keys
  /** What to run for this event, or why it is none of its business. */
  readonly concerns: (event: AnyEvent) => Run | string
  /** Whether others work on the event while it does: those that it lets through. */
  readonly wraps?: boolean
  /** Why it would turn down an event that concerns it, as far as that can be told without running it. */
  readonly refuses?: (event: AnyEvent) => Promise<TurnedDown | undefined>
  /** Without: who is behind it sees the event, if the link lets them. */
  readonly takes?: Taking
  /** The name of the matcher in front of it. */
  readonly matcher?: string | undefined
}

/** A link before anybody has registered it. */
export type LooseLink = Omit<Link, 'owner'>

/** For a link that lets an event through unless its handler has an answer. */
export const unlessAnswered = (given: unknown, next: Next): NowOrLater<unknown> =>
  andThen(awaited(given), (answer) => (isAnswer(answer) ? answer : next()))

/** What a chain needs to run one event. */
export interface ChainRun {
  readonly event: AnyEvent
  /** Runs a piece of user code; its errors are reported, never thrown. */
  guard(where: string, owner: Owner, run: AnyHandler, wraps?: boolean): NowOrLater<unknown>
  /** What stands behind the last link. */
  last(answers: Answers): NowOrLater<void>
}

/**
 * Runs the links from `from` on, each inside the one before. Ends when all that was started has ended: at once
 * where nobody waits for anything. A link that throws answers nothing and lets nothing through that it had not let
 * through before.
 */
export const runChain = (
  links: readonly Link[],
  from: number,
  answers: Answers,
  run: ChainRun,
): NowOrLater<void> => {
  for (let at = from; at < links.length; at += 1) {
    const link = links[at]
    const concerned = link?.concerns(run.event)
    if (link !== undefined && typeof concerned === 'function')
      return new Ring(link, answers, { links, at: at + 1, run }).go(concerned)
  }
  return run.last(answers)
}

/** The links behind one. */
interface Behind {
  readonly links: readonly Link[]
  readonly at: number
  readonly run: ChainRun
}

/** One link at work, around everything behind it. */
class Ring {
  readonly #link: Link
  readonly #answers: Answers
  readonly #inner: Answers
  readonly #behind: Behind
  #hasGoneOn = false
  /** Ends when what is behind it has ended. */
  #further: NowOrLater<void> = undefined

  constructor(link: Link, answers: Answers, behind: Behind) {
    this.#link = link
    this.#answers = answers
    this.#inner = answers.include()
    this.#behind = behind
  }

  go(concerned: Run): NowOrLater<void> {
    const { name, owner, wraps } = this.#link
    const next: Next = () => this.#goOn()
    const given = this.#behind.run.guard(name, owner, () => concerned(next), wraps)
    return isLater(given) ? given.then((answer) => this.#end(answer)) : this.#end(given)
  }

  #goOn(): NowOrLater<AnswersSoFar> {
    if (!this.#hasGoneOn) {
      this.#hasGoneOn = true
      const { links, at, run } = this.#behind
      this.#further = runChain(links, at, this.#inner, run)
    }
    return andThen(this.#further, () => this.#inner)
  }

  #end(answer: unknown): NowOrLater<void> {
    if (isAnswer(answer) && answer !== this.#inner) this.#answers.replace(this.#link.name, answer)
    this.#inner.close()
    return this.#further
  }
}
