import type { StoredMessage } from './action-map.js'
import type { Id } from './ids.js'
import type { Segment } from './message.js'

export interface HistoryOptions {
  /** So many messages at most. Default 100. */
  readonly limit?: number
  /** Only what is older than this message, such as an event. */
  readonly before?: { readonly message_id: Id; readonly message_seq?: Id }
  readonly signal?: AbortSignal
}

/** A message of the past, as the implementation kept it. */
export interface PastMessage extends Omit<StoredMessage, 'message'> {
  readonly message: readonly Segment[]
  /** The text without mentions, pictures and the rest, trimmed. */
  readonly text: string
}
