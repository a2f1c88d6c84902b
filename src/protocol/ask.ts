import type { Reply } from './message.js'

type Awaitable<Value> = Value | Promise<Value>

/** A message that is not what was asked for, with what to say about it. Made by `ask.unfit`. */
export class Unfit {
  readonly hint: Reply | undefined

  constructor(hint: Reply | undefined) {
    this.hint = hint
  }
}

/** Reads a value from a message. `undefined` or `ask.unfit(hint)`: it is none, and the question stands. */
export type Validator<Message, Value> = (message: Message) => Awaitable<Value | Unfit | undefined>

/** How long and for whom a question waits. */
export interface AskOptions {
  /** Milliseconds for each try. Default 120 000. */
  readonly timeoutMs?: number
  /** `anyone`: whoever writes next in the chat. Default: only who the event is from. */
  readonly from?: 'sender' | 'anyone'
  /** Messages that end the conversation, whole texts. Default: none. */
  readonly cancel?: readonly string[]
  /** How many messages may be unfit before it ends. Default 3. */
  readonly tries?: number
  /** What is said when it ends without an answer, and when a message is unfit and its validator has no hint. */
  readonly says?: {
    readonly unfit?: Reply
    readonly timeout?: Reply
    readonly cancelled?: Reply
    readonly failed?: Reply
  }
}

/** The same with a validator: the question resolves to what that reads. */
export interface CheckedAskOptions<Message, Value> extends AskOptions {
  readonly validate: Validator<Message, Value>
}

/**
 * Sends a question and resolves to the next message of the sender in this chat, or with a validator to its value.
 * The question is the answer to the event that the handler is at; what the handler says or returns from then on
 * answers the message that it got. Rejects with `AskTimeout`, `AskCancelled`, `AskFailed` (too many unfit messages)
 * or `AskEnded` (another question, a removed plugin, the end of the bot); a handler that does not catch them ends quietly.
 */
export interface Ask<Message> {
  <Value>(question: Reply, options: CheckedAskOptions<Message, Value>): Promise<Value>
  (question: Reply, options?: AskOptions): Promise<Message>
}

/** What the prototype of events calls: types were checked where it is used. */
export type Asker = (event: object, question: Reply, options?: AskOptions) => Promise<unknown>
