import type { LooseLink } from './chain.js'
import type { AnyMiddleware } from './handler.js'
import type { Judge, Matcher } from './matcher.js'

/** A link around everything behind it. An event that the matcher refuses passes by it. */
export const middlewareLink = (middleware: AnyMiddleware, judge: Judge, matcher?: Matcher): LooseLink => ({
  name: middleware.name === '' ? 'use' : `use ${middleware.name}`,
  matcher: matcher?.name,
  wraps: true,
  concerns: (event) => {
    const verdict = matcher === undefined || judge(matcher, event)
    return verdict === true ? (next) => middleware(event, async () => next()) : `${matcher?.name}: ${verdict}`
  },
})
