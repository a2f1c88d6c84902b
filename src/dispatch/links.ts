import type { AnyEvent } from '../protocol/event.js'
import type { Link } from './chain.js'
import { keysOf } from './keys.js'

/** A link and where it stands among all. */
interface Placed {
  readonly link: Link
  readonly position: number
}

/** Further than anybody counts. */
const theEnd = 2 ** 40

const inOrder = (links: readonly Placed[]): readonly Placed[] =>
  links.toSorted((one, other) => one.position - other.position)

/**
 * The links of a chain in the order of registration. Those with keys are found by the keys of an event, so that
 * a thousand texts cost an event no more than one.
 */
export class Links {
  #added = 0
  #keyless: readonly Placed[] = []
  readonly #byKey = new Map<string, readonly Placed[]>()

  /** Returns a function that removes it. `atTheEnd`: behind all others, also those that come later. */
  add(link: Link, { atTheEnd = false } = {}): () => void {
    this.#added += 1
    const placed = { link, position: this.#added + (atTheEnd ? theEnd : 0) }
    const withIt = (links: readonly Placed[] = []): readonly Placed[] => inOrder([...links, placed])
    const without = (links: readonly Placed[] = []): readonly Placed[] =>
      links.filter((other) => other !== placed)
    this.#change(link, withIt)
    return () => this.#change(link, without)
  }

  /** Those that may concern this event. Later changes do not show in it. */
  for(event: AnyEvent): readonly Link[] {
    const keyed = keysOf(event).flatMap((key) => this.#byKey.get(key) ?? [])
    return inOrder([...this.#keyless, ...keyed]).map(({ link }) => link)
  }

  /** All of them. */
  get all(): readonly Link[] {
    return inOrder([...new Set([...this.#keyless, ...[...this.#byKey.values()].flat()])]).map(
      ({ link }) => link,
    )
  }

  #change({ keys }: Link, change: (links?: readonly Placed[]) => readonly Placed[]): void {
    if (keys === undefined) this.#keyless = change(this.#keyless)
    for (const key of new Set(keys)) {
      const links = change(this.#byKey.get(key))
      if (links.length === 0) this.#byKey.delete(key)
      else this.#byKey.set(key, links)
    }
  }
}
