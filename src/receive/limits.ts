/** What strangers can take of a bot, at most. */
export interface ReceiveLimits {
  /** Bytes of bodies that are arriving or not answered yet, of all connections together. */
  readonly bodiesBytes: number
  readonly connections: number
  /** Connections of one address; this machine and trusted proxies may have more. */
  readonly connectionsPerAddress: number
  /** Wrong signatures of one address within a minute, and it is locked out. 0: nobody ever is. */
  readonly wrongSignatures: number
  /** Milliseconds for which an address is locked out. */
  readonly lockOutMs: number
}

export const defaultReceiveLimits: ReceiveLimits = {
  bodiesBytes: 256 * 1024 * 1024,
  connections: 10_000,
  connectionsPerAddress: 1000,
  wrongSignatures: 20,
  lockOutMs: 10 * 60_000,
}
