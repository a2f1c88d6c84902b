import type { Listener } from './bus.js'
import type { Link } from './chain.js'
import type { Owner } from './handler.js'

/** A part of a bot as it was registered. */
export interface Registered {
  /** Its name in the log: that of a link (`text ping`, `command ban`, `use`) or what it listens to (`message.group`). */
  readonly where: string
  readonly kind: 'link' | 'handler'
  /** The name of the matcher in front of it. */
  readonly matcher?: string
  /** Missing: the bot itself. */
  readonly plugin?: string
}

const part = (
  kind: Registered['kind'],
  where: string,
  matcher: string | undefined,
  { name: plugin }: Owner,
): Registered => ({
  where,
  kind,
  ...(matcher === undefined ? {} : { matcher }),
  ...(plugin === undefined ? {} : { plugin }),
})

/** Everything that is registered: links in the order in which they are asked, then handlers. */
export const registered = (links: readonly Link[], listeners: Iterable<Listener>): readonly Registered[] => [
  ...links.map(({ name, matcher, owner }) => part('link', name, matcher, owner)),
  ...[...listeners].map(({ where, matcher, owner }) => part('handler', where, matcher?.name, owner)),
]
