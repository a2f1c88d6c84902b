/** One call on its way. */
export interface Call {
  readonly action: string
  /** Its parameters, as JSON in ASCII. */
  readonly params: string
  /** Milliseconds until the answer must be there; of a stream, until the next packet must be. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Carries calls to an implementation and its answers back. What goes wrong on the way is an `ApiError`. */
export interface Transport {
  /** Resolves to what the implementation answered, whatever it says. */
  send(call: Call): Promise<unknown>
  /**
   * The packets of a stream action of NapCat, whole envelopes, the final one included.
   * `upload_file_stream` is none of these: it is answered once for each call, so it goes through `send`.
   */
  stream(call: Call): AsyncIterable<unknown>
  close(): void
}

/** Bytes of one answer. */
export const maxAnswerBytes = 64 * 1024 * 1024
