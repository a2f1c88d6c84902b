import type { Api } from './action.js'
import type { Asker } from './ask.js'

/** What an event has besides its fields. */
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

/** A constructor that gives back what it is given, for a class that puts private fields on it. */
const Given = function given(event: object) {
  return event
} as unknown as new (
  event: object,
) => object

/**
 * Private fields on the event itself: it carries its tools, and whoever prints, copies or compares it sees what
 * happened and nothing else. Properties that are not enumerable do the same at five times the cost.
 */
class Carried extends Given {
  readonly #raw: Readonly<Record<string, unknown>>
  readonly #tools: EventTools

  constructor(event: object, raw: Readonly<Record<string, unknown>>, tools: EventTools) {
    super(event)
    this.#raw = raw
    this.#tools = tools
  }

  static rawOf(event: object): Readonly<Record<string, unknown>> | undefined {
    return #raw in event ? event.#raw : undefined
  }

  static toolsOf(event: object): EventTools | undefined {
    return #tools in event ? event.#tools : undefined
  }
}

/** Before the event is frozen. */
export const attachTools = (
  event: object,
  raw: Readonly<Record<string, unknown>>,
  tools: EventTools,
): void => {
  new Carried(event, raw, tools)
}

/** The body of an event as it was delivered. */
export const rawOf = (event: object): Readonly<Record<string, unknown>> | undefined => Carried.rawOf(event)

/** `undefined` for a copy of an event: it has its fields only. */
export const toolsOf = (event: object): EventTools | undefined => Carried.toolsOf(event)
