import type { AnyEvent } from '../protocol/event.js'
import { type Answers, type AnswersSoFar, isAnswer } from './answers.js'
import type { AnyHandler, Middleware, Owner } from './handler.js'

type Next = () => Promise<AnswersSoFar>

/** One part of the chain in front of the bus. */
export interface Link {
  readonly name: string
  /** Who registered it. */
  readonly owner: Owner
  /** What to run for this event; nothing when the event is none of its business. */
  readonly concerns: (event: AnyEvent) => ((next: Next) => unknown) | undefined
}

/** A link before anybody has registered it. */
export type LooseLink = Omit<Link, 'owner'>

export const middlewareLink = (middleware: Middleware): LooseLink => ({
  name: middleware.name === '' ? 'use' : `use ${middleware.name}`,
  concerns: (event) => (next) => middleware(event, next),
})

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
    if (link === undefined || concerned === undefined) continue
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
