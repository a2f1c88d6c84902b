import type { Reply } from '../protocol/message.js'
import type { SentMessage } from '../protocol/sent-message.js'
import type { TargetName } from '../protocol/target-name.js'
import type { AlertOptions, AlertState } from './alerts.js'
import type { GatherOptions } from './gatherings.js'

export interface TargetOptions {
  /** The account that sends. Default: that which was last seen there, else the only one. */
  readonly from?: number
  /** Characters beyond which a text is sent as a forward. Default 3000. */
  readonly forwardBeyond?: number
}

/** A group or a person to write to without an event. */
export interface Target {
  readonly name: TargetName
  /** Rejects like `api.call`, and with `AccountUnclear` where nobody knows which account should send. */
  send(content: Reply): Promise<SentMessage>
  /**
   * Lines of one key that come within a short time are sent as one message. Resolves when the line is kept: it is sent
   * though the process ends, where the bot's state outlives it. Rejects with `AccountUnclear`.
   */
  gather(key: string, line: string, options?: GatherOptions): Promise<void>
  /**
   * Sends an alert, paired with the message before of the same key: its end quotes it or takes its place. Rejects
   * like `send`.
   */
  alert(key: string, state: AlertState, content: Reply, options?: AlertOptions): Promise<SentMessage>
}

/** What became of a message to one of several targets. */
export interface Sent extends SentMessage {
  readonly target: TargetName
  /** Why it was not sent, or perhaps not. */
  readonly error?: unknown
}

/** Several groups and people, written to one after the other. One that cannot be reached keeps nothing from the others. */
export interface Targets {
  /** Never rejects. */
  send(content: Reply): Promise<readonly Sent[]>
  /** As that of one target; never rejects. */
  gather(key: string, line: string, options?: GatherOptions): Promise<readonly Sent[]>
  /** As that of one target; never rejects. */
  alert(key: string, state: AlertState, content: Reply, options?: AlertOptions): Promise<readonly Sent[]>
}

export interface AllOptions extends TargetOptions {
  /** What has these targets, for the warning where there are none: `the hook /github`. */
  readonly of?: string
}

export interface To {
  group(group_id: number, options?: TargetOptions): Target
  user(user_id: number, options?: TargetOptions): Target
  groups(group_ids: readonly number[], options?: TargetOptions): Targets
  /** Groups and people by name: `['group:456789012', 'user:87654321']`. Throws a `RangeError` for another name. */
  all(names: readonly string[], options?: AllOptions): Targets
}
