import type { AnySegment } from '../protocol/message.js'

/** An event, parameters, a body: whatever JSON objects hold. */
export type Fields = Readonly<Record<string, unknown>>

export type Role = 'owner' | 'admin' | 'member'

/** Where a message stands: in a group, or in the talk with one user. */
export type Chat =
  | { readonly group: number; readonly user?: undefined; readonly via?: undefined }
  | {
      readonly user: number
      readonly group?: undefined
      /** The group that both are in, where they are no friends. */
      readonly via?: number
    }

/** A message as everybody in its chat sees it. */
export interface Message {
  readonly id: number
  readonly chat: Chat
  readonly from: number
  /** Seconds. */
  readonly time: number
  /** Neighbouring texts as one, ids as strings. */
  readonly segments: readonly AnySegment[]
  /** The text with mentions as `@2`, without quotations. */
  readonly text: string
  /** The messages that it quotes; QQ shows one, some implementations send two. */
  readonly quotes: readonly number[]
  recalled: boolean
  readonly reactions: { readonly emoji: string; readonly by: number }[]
}

export interface Request {
  readonly kind: 'friend' | 'add' | 'invite'
  /** As the implementation writes it. */
  readonly flag: string
  /** Who asks; of an invitation, who invites. */
  readonly user: number
  readonly group?: number
  readonly comment: string
  state: 'open' | 'approved' | 'declined'
  remark?: string
  reason?: string
}

/** Something that the bot's account did, or that failed and why. */
export type Change =
  | { readonly did: 'send'; readonly message: Message }
  | { readonly did: 'recall'; readonly message: number }
  | { readonly did: 'kick'; readonly group: number; readonly user: number; readonly forGood: boolean }
  /** `seconds` 0: the mute is lifted. */
  | { readonly did: 'mute'; readonly group: number; readonly user: number; readonly seconds: number }
  | { readonly did: 'mute-all'; readonly group: number; readonly on: boolean }
  | { readonly did: 'admin'; readonly group: number; readonly user: number; readonly on: boolean }
  | { readonly did: 'approve' | 'decline'; readonly request: Request }
  | { readonly did: 'react'; readonly message: number; readonly emoji: string; readonly on: boolean }
  | { readonly did: 'fail'; readonly what: string; readonly why: string }

/** What came of one event. */
export interface Delivered {
  /** The status of the response; `undefined`: none came. */
  readonly status: number | undefined
  readonly body: string
  /** What the implementation did because of the response, in order. */
  readonly effects: readonly Change[]
}

/** Something that others did, as the implementation is going to report it. */
export type Happening =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'notice'; readonly fields: Fields }

export type Tell = (happening: Happening) => Promise<Delivered>

/** QQ does not do it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
