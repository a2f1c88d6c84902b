import type { BaseEvent } from './base-event.js'

interface Request<Name extends string> extends BaseEvent<Name> {
  readonly post_type: 'request'
  /** Who asks. */
  readonly user_id: number
  /** What the person wrote; empty when nothing. */
  readonly comment: string
  /**
   * Names the request in `set_friend_add_request` and `set_group_add_request`. Opaque, and in NapCat not even
   * unique: for friends it is the time in seconds.
   */
  readonly flag: string
  /** Shamrock. */
  readonly user_uid?: string
}

/** Somebody wants to be a friend. */
export interface FriendRequest extends Request<'request.friend'> {
  readonly request_type: 'friend'
  /** LLOneBot: how they found the account. */
  readonly via?: string
}

/** Somebody wants to join a group, or wants the account to join one. */
export interface GroupRequest extends Request<'request.group'> {
  readonly request_type: 'group'
  /** `add`: somebody wants to join; `invite`: the account is invited by `user_id`. */
  readonly sub_type: 'add' | 'invite'
  readonly group_id: number
  /** Who brings them, where the sender says it (LLOneBot, Lagrange, go-cqhttp). */
  readonly invitor_id?: number
}
