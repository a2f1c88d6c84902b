import type { AnySegment } from './message.js'

/** One message of a forward: a `node()`, or what the account itself says. A long string becomes several. */
export type ForwardItem = string | AnySegment | readonly AnySegment[]

export interface ForwardOptions {
  /** Whose name stands at what the account itself says. Default: its number. */
  readonly nickname?: string
  readonly signal?: AbortSignal
}
