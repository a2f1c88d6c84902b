import type { Implementation } from '../protocol/implementation.js'
import type { ApiRules } from './api-rules.js'
import type { SendRules } from './compose.js'
import type { World } from './world.js'
import type { Fields, Message, Request } from './world-types.js'

/** Does one action for a response, as a call would. */
export type RunAction = (action: string, params: Fields) => void

/** An answer that was read, and the event that it answers. */
export interface Answered {
  readonly world: World
  /** As it was posted. */
  readonly event: Fields
  readonly answer: unknown
  readonly run: RunAction
}

/** How an implementation reads a response: once for whether, once for what. */
export interface ReadsAnswers {
  /**
   * The parsed body; `undefined`: there is nothing to do. Throws where the implementation writes an error to
   * its log. `chunkBytes`: where the body was cut on its way.
   */
  readonly read: (status: number, body: Buffer, chunkBytes: number) => unknown
  /** Executes what it executes of it. Throws nothing: what QQ refuses is a change that failed. */
  readonly act: (answered: Answered) => void
}

/** One implementation: all that is not the same for everybody. */
export interface Dialect {
  readonly name: Implementation
  /** The fields of a message event besides the common ones. */
  readonly message: (message: Message, world: World) => Fields
  readonly flag: (request: Omit<Request, 'flag' | 'state'>, number: number, seconds: number) => string
  /** The fields of a request event that others do not have, or write differently. */
  readonly request: (request: Request) => Fields
  /** Missing: it never reads a response. */
  readonly answers?: ReadsAnswers
  /** How often an event is sent again when no response came. */
  readonly resends: number
  readonly send: SendRules
  readonly api: ApiRules
}
