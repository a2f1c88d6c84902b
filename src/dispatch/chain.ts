import type { AnyEvent } from '../protocol/event.js'
import { type Answers, type AnswersSoFar, isAnswer } from './answers.js'
import type { AnyHandler, Owner } from './handler.js'

type Next = () => Promise<AnswersSoFar>

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
  /** Only events with one of these keys can concern it. Without: every event may. See `keysOf`. */
  readonly keys?: readonly string[]
  /** What to run for this event, or why it is none of its business. */
  readonly concerns: (event: AnyEvent) => Run | string
  /** Why it would turn down an event that concerns it, as far as that can be told without running it. */
  readonly refuses?: (event: AnyEvent) => Promise<TurnedDown | undefined>
  /** Without: who is behind it sees the event, if the link lets them. */
  readonly takes?: Taking
  /** The name of the matcher in front of it. */
  readonly matcher?: string | undefined
}

/** A link before anybody has registered it. */
export type LooseLink = Omit<Link, 'owner'>

/** What a chain needs to run one event. */
export interface ChainRun {
  readonly event: AnyEvent
  /** Runs a piece of user code; its errors are reported, never thrown. */
  readonly guard: (where: string, owner: Owner, run: AnyHandler) => Promise<unknown>
  /** What stands behind the last link. */
  readonly last: (answers: Answers) => Promise<void>
}

/**
 * Runs the links from `index` on, each inside the one before. Settles when all that was started has settled.
 * A link that throws answers nothing and lets nothing through that it had not let through before.
 */
export const runChain = async (
  links: readonly Link[],
  index: number,
  answers: Answers,
  run: ChainRun,
): Promise<void> => {
  for (let at = index; at < links.length; at += 1) {
    const link = links[at]
    const concerned = link?.concerns(run.event)
    if (link === undefined || typeof concerned !== 'function') continue
    const inner = answers.include()
    let further: Promise<void> | undefined
    const answer = await run.guard(link.name, link.owner, () =>
      concerned(async () => {
        further ??= runChain(links, at + 1, inner, run)
        await further
        return inner
      }),
    )
    if (isAnswer(answer) && answer !== inner) answers.replace(link.name, answer)
    inner.close()
    await further
    return
  }
  await run.last(answers)
}
