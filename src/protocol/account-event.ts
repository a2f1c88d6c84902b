import type { BaseEvent } from './base-event.js'

/** Whether an account can be spoken to; `unknown`: it has not been heard of. */
export type AccountState = 'online' | 'offline' | 'unknown'

interface AccountEvent<Name extends string> extends BaseEvent<Name> {
  readonly post_type: 'account'
  /** What it was before. */
  readonly before: AccountState
  /** How it was noticed: `bot_offline`, `heartbeat`, `get_status`, `calls fail`, `message` … */
  readonly reason: string
}

/** The account has been heard of for the first time, or again. */
export type AccountOnline = AccountEvent<'account.online'>

/** The account cannot be reached, or is not logged in. */
export type AccountOffline = AccountEvent<'account.offline'>

/** Events that nobody posts: catflap makes them. They reach handlers of their own name only. */
export interface AccountEventMap {
  'account.online': AccountOnline
  'account.offline': AccountOffline
}

/** A state that has changed. */
export interface PresenceChange {
  readonly selfId: number
  readonly state: 'online' | 'offline'
  readonly before: AccountState
  /** How it was noticed. */
  readonly reason: string
}
