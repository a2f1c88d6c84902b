import type { AnyEvent } from '../protocol/event.js'
import type { Link } from './chain.js'
import { ByKeys } from './keys.js'

/** A link and where it stands among all. */
interface Placed {
  readonly link: Link
  readonly position: number
}

/** Further than anybody counts. */
const theEnd = 2 ** 40

const inOrder = (links: readonly Placed[]): readonly Placed[] =>
  links.toSorted((one, other) => one.position - other.position)

const linksOf = (placed: readonly Placed[]): readonly Link[] => inOrder(placed).map(({ link }) => link)

/**
 * The links of a chain in the order of registration. Those with keys are found by the keys of an event, so that
 * a thousand texts cost an event no more than one.
 */
export class Links {
  #added = 0
  #keyless: readonly Placed[] = []
  readonly #byKeys = new ByKeys<Placed>()
  /** By what was found by keys, that together with those without. */
  #together = new WeakMap<readonly Placed[], readonly Link[]>()

  /** Returns a function that removes it. `atTheEnd`: behind all others, also those that come later. */
  add(link: Link, { atTheEnd = false } = {}): () => void {
    this.#added += 1
    const placed = { link, position: this.#added + (atTheEnd ? theEnd : 0) }
    const { keys } = link
    if (keys !== undefined) {
      this.#byKeys.add(keys, placed)
      return () => this.#byKeys.remove(keys, placed)
    }
    this.#setKeyless([...this.#keyless, placed])
    return () => this.#setKeyless(this.#keyless.filter((other) => other !== placed))
  }

  /** Those that may concern this event. Later changes do not show in it. */
  for(event: AnyEvent): readonly Link[] {
    const keyed = this.#byKeys.for(event)
    const known = this.#together.get(keyed)
    if (known !== undefined) return known
    const together = linksOf([...this.#keyless, ...keyed])
    this.#together.set(keyed, together)
    return together
  }

  /** All of them. */
  get all(): readonly Link[] {
    return linksOf([...this.#keyless, ...this.#byKeys.all])
  }

  #setKeyless(links: readonly Placed[]): void {
    this.#keyless = links
    this.#together = new WeakMap()
  }
}
