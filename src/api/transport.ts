/** One call on its way. */
export interface Call {
  readonly action: string
  readonly params: Readonly<Record<string, unknown>>
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** Carries calls to an implementation and its answers back. */
export interface Transport {
  /** Resolves to what the implementation answered, whatever it says; rejects with an `ApiError`. */
  send(call: Call): Promise<unknown>
  close(): void
}
