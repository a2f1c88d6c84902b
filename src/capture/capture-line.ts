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
  /** The response. */
  readonly answer: { readonly status: number; readonly body: string }
  readonly calls: readonly CapturedCall[]
}
