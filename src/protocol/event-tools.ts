import type { Api } from './action.js'
import type { Asker } from './ask.js'
import { freezeFields } from './freeze-fields.js'

/** What the bot gives an event to work with. */
export interface EventTools {
  readonly api: Api
  /** Read when a handler reads it, and not before. */
  readonly signal: AbortSignal
  /** What `ask()` does. */
  readonly ask: Asker
}

/** Tools whose signal is made when it is read. A class, because a getter in a literal costs memory for each event. */
export class Tools implements EventTools {
  readonly api: Api
  readonly ask: Asker
  readonly #source: { get(): AbortSignal }

  constructor(api: Api, ask: Asker, source: { get(): AbortSignal }) {
    this.api = api
    this.ask = ask
    this.#source = source
  }

  get signal(): AbortSignal {
    return this.#source.get()
  }
}

/** What an event has besides its fields. */
export class Attached {
  /** The id of the delivery that it came with. */
  readonly id: string
  readonly redelivered: boolean
  readonly missed: boolean
  readonly tools: EventTools
  /** The first handler at work with it, as dispatch/ knows it. */
  run: object | undefined
  readonly #raw: Readonly<Record<string, unknown>>
  #isFrozen = false

  constructor(
    id: string,
    raw: Readonly<Record<string, unknown>>,
    redelivered: boolean,
    missed: boolean,
    tools: EventTools,
  ) {
    this.id = id
    this.#raw = raw
    this.redelivered = redelivered
    this.missed = missed
    this.tools = tools
  }

  /** The body as it was delivered. Frozen when somebody reads it: most handlers never do. */
  get raw(): Readonly<Record<string, unknown>> {
    if (!this.#isFrozen) freezeFields(this.#raw)
    this.#isFrozen = true
    return this.#raw
  }
}

/** A constructor that gives back what it is given, for a class that puts private fields on it. */
const Given = function given(event: object) {
  return event
} as unknown as new (
  event: object,
) => object

/**
 * A private field on the event itself: it carries its tools, and whoever prints, copies or compares it sees what
 * happened and nothing else. Properties that are not enumerable do the same at five times the cost.
 */
class Carrying extends Given {
  readonly #attached: Attached

  constructor(event: object, attached: Attached) {
    super(event)
    this.#attached = attached
  }

  static attachedTo(event: object): Attached | undefined {
    return #attached in event ? event.#attached : undefined
  }
}

/** Before the event is frozen. */
export const attach = (event: object, attached: Attached): void => {
  new Carrying(event, attached)
}

/** `undefined` for a copy of an event: it has its fields only. */
export const attachedTo = (event: object): Attached | undefined => Carrying.attachedTo(event)

/** The id of the delivery that an event came with; `undefined` for a copy. */
export const idOf = (event: object): string | undefined => attachedTo(event)?.id
