/** A call that an answer made, and what became of it. */
export interface CapturedCall {
  readonly action: string
  readonly params: Readonly<Record<string, unknown>>
  readonly outcome: 'done' | 'refused' | 'unknown'
  /** What it resolved to. */
  readonly data?: unknown
  /** The sentence of its error. */
  readonly error?: string
}

/** One delivery as a capture keeps it: one line of JSON. */
export interface CaptureLine {
  readonly id: string
  /** When it arrived: ISO 8601, UTC. */
  readonly at: string
  /** In lower case, without signature and token. */
  readonly headers: Readonly<Record<string, string>>
  /** The exact body. */
  readonly body: string
  /** The response. Status 0: none is known, as the delivery is unfinished. */
  readonly answer: { readonly status: number; readonly body: string }
  readonly calls: readonly CapturedCall[]
  /**
   * What it was when the journal was read: at work (`open`), given up (`dead`), to be handled once more (`retry`). The
   * answer and the calls are what there was by then. Missing: it is done.
   */
  readonly unfinished?: 'open' | 'dead' | 'retry'
}
