/** Settings of one call. */
export interface CallOptions {
  /** How long to wait for the answer, in milliseconds. Default: the client's, 10 000. */
  readonly timeoutMs?: number
  /** Gives up the call when it aborts. */
  readonly signal?: AbortSignal
}

/** The actions of one account: what a bot asks its OneBot implementation to do. */
export interface Api {
  /** The account that acts: its QQ number. */
  readonly selfId: number
  /**
   * Calls an action by its OneBot name and resolves to its `data`.
   * Rejects with `ApiRefused`, `ApiTimeout`, `ApiUnreachable`, `ApiProtocolError` or `ApiNotConfigured`.
   */
  call(action: string, params?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown>
}
