import type { AnyEvent } from '../protocol/event.js'

/** What a matcher may ask besides the event. */
export interface MatcherContext {
  /** QQ numbers. */
  readonly superusers: ReadonlySet<number>
}

declare const narrows: unique symbol

/**
 * A condition with a name, which says why an event does not meet it. `Narrow` is what is known of an event that
 * does: the handler behind it receives the event and this.
 */
export interface Matcher<Narrow = unknown> {
  readonly name: string
  /** `true`, or why not: a short English clause such as `it is in group 456`. */
  check(event: AnyEvent, context: MatcherContext): true | string
  /** Only for the compiler. */
  readonly [narrows]?: Narrow
}

/** Asks a matcher of somebody else's making: never throws. */
export type Judge = (matcher: Matcher, event: AnyEvent) => true | string

/** What a matcher knows of the events that it lets through. */
export type NarrowOf<M> = M extends Matcher<infer Narrow> ? Narrow : unknown

type AllOf<Matchers> = Matchers extends readonly [infer First, ...infer Rest]
  ? NarrowOf<First> & AllOf<Rest>
  : unknown

/** A matcher of your own. `predicate` says `true`, `false`, or why not; a type guard narrows the event. */
export function matcher<Narrow extends AnyEvent>(
  name: string,
  predicate: (event: AnyEvent) => event is Narrow,
): Matcher<Narrow>
export function matcher(
  name: string,
  predicate: (event: AnyEvent, context: MatcherContext) => boolean | string,
): Matcher
export function matcher(
  name: string,
  predicate: (event: AnyEvent, context: MatcherContext) => boolean | string,
): Matcher {
  return {
    name,
    check(event, context) {
      const verdict = predicate(event, context)
      return typeof verdict === 'string' ? verdict : verdict || `${name} says no`
    },
  }
}

const list = (matchers: readonly Matcher[]): string => matchers.map(({ name }) => name).join(', ')

/** Every one of them. Asks in order and stops at the first no. */
export const all = <const Matchers extends readonly Matcher[]>(
  ...matchers: Matchers
): Matcher<AllOf<Matchers>> => ({
  name: `all(${list(matchers)})`,
  check(event, context) {
    for (const each of matchers) {
      const verdict = each.check(event, context)
      if (verdict !== true) return verdict
    }
    return true
  },
})

/** At least one of them. Asks in order and stops at the first yes. */
export const any = <const Matchers extends readonly Matcher[]>(
  ...matchers: Matchers
): Matcher<NarrowOf<Matchers[number]>> => ({
  name: `any(${list(matchers)})`,
  check(event, context) {
    const reasons: string[] = []
    for (const each of matchers) {
      const verdict = each.check(event, context)
      if (verdict === true) return true
      reasons.push(verdict)
    }
    return reasons.join(', and ') || 'there is nothing to meet'
  },
})

/** What this one refuses. */
export const not = (refused: Matcher): Matcher => ({
  name: `not(${refused.name})`,
  check: (event, context) => (refused.check(event, context) === true ? `${refused.name} says yes` : true),
})
