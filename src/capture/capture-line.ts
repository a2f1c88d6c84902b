/** A call, and what became of it. */
export interface CapturedCall {
  readonly action: string
  readonly params: Readonly<Record<string, unknown>>
  readonly outcome: 'done' | 'refused' | 'unknown'
  /** What it resolved to. */
  readonly data?: unknown
  /** The sentence of its error. */
  readonly error?: string
  /** The number that an implementation refused it with, and its words for it. */
  readonly retcode?: number
  readonly wording?: string
  /** A handler made it by itself. Missing: it is a part of an answer. */
  readonly own?: true
}

/** One delivery as a capture keeps it: one line of JSON. */
export interface CaptureLine {
  readonly id: string
  /** When it arrived: ISO 8601, UTC. */
  readonly at: string
  /** The name of the endpoint that it came to, or of another way in. */
  readonly endpoint?: string
  /** In lower case, without signature and token. */
  readonly headers: Readonly<Record<string, string>>
  /** The exact body. */
  readonly body: string
  /** The response. Status 0: none is known, as the delivery is unfinished. */
  readonly answer: { readonly status: number; readonly body: string }
  readonly calls: readonly CapturedCall[]
  /** `all`: the calls that handlers made by themselves are among them. Missing: those of answers only. */
  readonly captured?: 'all'
  /**
   * What it was when the journal was read: at work (`open`), given up (`dead`), to be handled once more (`retry`). The
   * answer and the calls are what there was by then. Missing: it is done.
   */
  readonly unfinished?: 'open' | 'dead' | 'retry'
}

/** Calls of no delivery that was at work: of jobs and timers, of answers that came too late, of the bot itself. */
export interface CapturedAside {
  readonly at: string
  readonly aside: readonly CapturedCall[]
}

/** One line of a capture. */
export type CaptureRecord = CaptureLine | CapturedAside

export const isAside = (record: CaptureRecord): record is CapturedAside => 'aside' in record
