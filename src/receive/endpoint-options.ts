/** One path that senders post to. */
export interface EndpointOptions {
  /** For the log. Default: the path. */
  readonly name?: string
  /** Begins with `/`, e.g. `/napcat`. */
  readonly path: string
  /** The tokens that sign deliveries; every one is good, so that they can be changed without a gap. */
  readonly tokens?: readonly string[]
  /** Accounts that may post here. Default: every account that the bot knows. */
  readonly selfIds?: readonly number[]
  /** Addresses that may post here, single ones or ranges: `10.0.0.0/8`, `::1`. Default: every address. */
  readonly allow?: readonly string[]
  /** Bytes. Default 8 MiB. */
  readonly bodyLimit?: number
  /**
   * Milliseconds until the response leaves, with the answers that are there by then; the others become calls.
   * 0: at once, and all of them become calls. Default 3000.
   */
  readonly answerWithinMs?: number
  /** A message that is sent when that time is up, and recalled when the answer is there. Needs an API. */
  readonly pending?: string
  /** Take unsigned deliveries from other machines. Anybody who finds the port can then speak to the bot. */
  readonly insecure?: boolean
}
