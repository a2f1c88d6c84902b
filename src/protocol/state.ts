/**
 * What several processes of one bot would have to share: who has seen what, cooldowns, what plugins keep.
 * Values are JSON. Every method is asynchronous, so that a file or a server may stand behind it.
 */
export interface State {
  /** `undefined`: there is nothing, or no longer. */
  get(key: string): Promise<unknown>
  /** `ttlMs`: milliseconds until it is forgotten; without it, it stays. */
  set(key: string, value: unknown, ttlMs?: number): Promise<void>
  /** Sets it only where nothing is yet; resolves to whether it did. */
  add(key: string, value: unknown, ttlMs?: number): Promise<boolean>
  delete(key: string): Promise<void>
  /** The keys that begin with `prefix`, in order. */
  keys(prefix: string): Promise<readonly string[]>
}
