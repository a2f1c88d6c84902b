import type { Api } from './action.js'

/** What an event has besides its fields. */
export interface EventTools {
  readonly api: Api
  /** Read when a handler reads it, and not before. */
  readonly signal: AbortSignal
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
  readonly #id: string

  constructor(event: object, raw: Readonly<Record<string, unknown>>, tools: EventTools, id: string) {
    super(event)
    this.#raw = raw
    this.#tools = tools
    this.#id = id
  }

  static rawOf(event: object): Readonly<Record<string, unknown>> | undefined {
    return #raw in event ? event.#raw : undefined
  }

  static idOf(event: object): string | undefined {
    return #id in event ? event.#id : undefined
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
  id: string,
): void => {
  new Carried(event, raw, tools, id)
}

/** The body of an event as it was delivered. */
export const rawOf = (event: object): Readonly<Record<string, unknown>> | undefined => Carried.rawOf(event)

/** The id of the delivery that an event came with; `undefined` for a copy. */
export const idOf = (event: object): string | undefined => Carried.idOf(event)

/** `undefined` for a copy of an event: it has its fields only. */
export const toolsOf = (event: object): EventTools | undefined => Carried.toolsOf(event)
