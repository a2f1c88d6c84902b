import type { AnyEvent } from '../protocol/event.js'
import { anyEvent } from '../protocol/event-name.js'
import type { Bus, Listener } from './bus.js'
import type { Link, Taking } from './chain.js'
import type { Judge } from './matcher.js'

/** What one part of a bot would do about an event. */
export interface Verdict {
  /** The name of a link (`text ping`, `command ban`, `use`) or of what a handler listens to (`message.group`). */
  readonly where: string
  readonly kind: 'link' | 'handler'
  /** Whether it would be run, if nobody in front of it takes the event. */
  readonly sees: boolean
  /** Why not: which matcher says no and what it says, or what else does not fit. */
  readonly because?: string
  /** When nobody behind it would see the event: a command takes its messages also where it turns them down. */
  readonly takes?: Taking
}

const verdict = (kind: Verdict['kind'], where: string, because: string | undefined): Verdict => ({
  where,
  kind,
  sees: because === undefined,
  ...(because === undefined ? {} : { because }),
})

const explainLink = async (link: Link, event: AnyEvent, isOwn: boolean): Promise<Verdict> => {
  if (isOwn) return verdict('link', link.name, 'the account did it itself')
  if (event.missed) return verdict('link', link.name, 'it was missed, which is only for handlers of on')
  const concerned = link.concerns(event)
  if (typeof concerned === 'string') return verdict('link', link.name, concerned)
  const turnedDown = await link.refuses?.(event)
  const takes = link.takes === undefined || turnedDown?.passesBy ? {} : { takes: link.takes }
  return { ...verdict('link', link.name, turnedDown?.because), ...takes }
}

const explainListener = ({ where, matcher, missed }: Listener, event: AnyEvent, judge: Judge): Verdict => {
  if (event.missed && !missed)
    return verdict('handler', where, 'it was missed, and the handler does not say { missed: true }')
  const said = matcher === undefined || judge(matcher, event)
  return verdict('handler', where, said === true ? undefined : `${matcher?.name}: ${said}`)
}

/** What a bot has, as far as it is asked about an event. */
export interface Explainable {
  readonly links: readonly Link[]
  readonly bus: Bus
  readonly judge: Judge
}

/** What every link and then every handler would do about an event, in the order in which they would be asked. */
export const explain = async (
  event: AnyEvent,
  lineage: readonly string[],
  { links, bus, judge }: Explainable,
): Promise<readonly Verdict[]> => {
  const listening = new Set<Listener>()
  bus.emit(lineage, (listener) => listening.add(listener))
  const others = [...bus.listeners].filter((listener) => !listening.has(listener))
  const isOwn = !lineage.includes(anyEvent)
  return [
    ...(await Promise.all(links.map((link) => explainLink(link, event, isOwn)))),
    ...[...listening].map((listener) => explainListener(listener, event, judge)),
    ...others.map(({ where }) => verdict('handler', where, `the event is ${event.name}`)),
  ]
}
