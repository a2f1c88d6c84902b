import { AskCancelled, AskEnded, AskFailed, AskTimeout } from '../errors.js'
import { type AskOptions, Unfit, type Validator } from '../protocol/ask.js'
import { chatKey } from '../protocol/chat.js'
import type { Clock } from '../protocol/clock.js'
import type { AnyEvent, MessageEvent } from '../protocol/event.js'
import type { NowOrLater } from '../protocol/now-or-later.js'
import { Deadlines } from './deadlines.js'
import type { Owner } from './handler.js'
import { goOnWith, type Run } from './run.js'

/** Beyond it the oldest question is given up: everybody may start a conversation. */
const maxWaiting = 100_000

export const defaultTimeoutMs = 120_000
export const defaultTries = 3

/** A question before its types: `validate` is there in `CheckedAskOptions`. */
export interface AnyAskOptions extends AskOptions {
  readonly validate?: Validator<MessageEvent, unknown>
}

/** A handler that waits for somebody's next message. */
interface Waiting {
  readonly key: string
  readonly options: AnyAskOptions
  /** `undefined`: code that no handler waits for. */
  readonly run: Run | undefined
  readonly owner: Owner | undefined
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: AskEnded) => void
  triesLeft: number
}

/** A message for a handler that waits. */
export interface Taken {
  /** Names the handler. */
  readonly where: string
  /** Lets it go on; resolves to its answer to the message. */
  readonly answer: () => Promise<unknown>
}

export interface Question {
  readonly event: AnyEvent
  readonly options: AnyAskOptions
  readonly run: Run | undefined
  readonly owner: Owner | undefined
}

/** The questions that wait for an answer: one for each person in each chat, and one for whoever speaks there. */
export class Asks {
  readonly #waiting = new Map<string, Waiting>()
  readonly #deadlines: Deadlines<Waiting>
  readonly #goOn: (run: Run, work: () => void) => void
  readonly #removed = new WeakMap<Owner, AskEnded>()
  #closed: AskEnded | undefined

  /** `goOn`: lets a handler go on that no message was there for. */
  constructor(goOn: (run: Run, work: () => void) => void, clock?: Clock) {
    this.#deadlines = new Deadlines((waiting) => this.#expire(waiting), clock)
    this.#goOn = goOn
  }

  /** Resolves to the answer. The question itself has been said by whoever asks. */
  wait({ event, options, run, owner }: Question): Promise<unknown> {
    const ended = this.#endOfAll(owner)
    if (ended !== undefined) throw ended
    const key = keyOf(event, options.from === 'anyone' ? anyone : personOf(event))
    return new Promise((resolve, reject) => {
      this.#put({ key, options, run, owner, resolve, reject, triesLeft: options.tries ?? defaultTries })
    })
  }

  /** What to do with a message that somebody waits for. It gives the answer to that message. */
  take(event: AnyEvent): Taken | undefined {
    if (this.#waiting.size === 0 || !isMessage(event)) return undefined
    const waiting = this.#waiting.get(keyOf(event, event.user_id)) ?? this.#waiting.get(keyOf(event, anyone))
    if (waiting === undefined) return undefined
    this.#remove(waiting)
    // It has gone on without the answer: nobody is left to take the message.
    if (waiting.run?.hasEnded) return undefined
    return { where: waiting.run?.where ?? 'ask', answer: () => this.#read(waiting, event) }
  }

  /** Ends the questions of a plugin, also those that it asks from now on. */
  endOf(owner: Owner, reason: AskEnded): void {
    this.#removed.set(owner, reason)
    for (const waiting of [...this.#waiting.values()]) {
      if (waiting.owner === owner) this.#giveUp(waiting, reason)
    }
  }

  /** Ends every question, also those that are asked from now on. */
  close(reason: AskEnded): void {
    this.#closed = reason
    for (const waiting of [...this.#waiting.values()]) this.#giveUp(waiting, reason)
  }

  #endOfAll(owner: Owner | undefined): AskEnded | undefined {
    return this.#closed ?? (owner && this.#removed.get(owner))
  }

  #put(waiting: Waiting): void {
    const before = this.#waiting.get(waiting.key)
    if (before !== undefined) this.#giveUp(before, new AskEnded('another question was asked instead'))
    this.#waiting.set(waiting.key, waiting)
    this.#deadlines.add(waiting, timeoutOf(waiting))
    const [oldest] = this.#waiting.values()
    if (this.#waiting.size > maxWaiting && oldest !== undefined)
      this.#giveUp(oldest, new AskEnded(`more than ${maxWaiting} questions wait for an answer`))
  }

  #remove(waiting: Waiting): void {
    if (this.#waiting.get(waiting.key) === waiting) this.#waiting.delete(waiting.key)
    this.#deadlines.delete(waiting, timeoutOf(waiting))
  }

  #expire(waiting: Waiting): void {
    const { says } = waiting.options
    this.#giveUp(waiting, new AskTimeout(`no answer within ${timeoutOf(waiting)} ms`, says?.timeout))
  }

  #giveUp(waiting: Waiting, reason: AskEnded): void {
    this.#remove(waiting)
    if (waiting.run === undefined || waiting.run.hasEnded) waiting.reject(reason)
    else this.#goOn(waiting.run, () => waiting.reject(reason))
  }

  async #read(waiting: Waiting, message: MessageEvent): Promise<unknown> {
    const { cancel = [], says = {}, validate } = waiting.options
    const goOn = (work: () => void): NowOrLater<unknown> => {
      const { run } = waiting
      if (run !== undefined && !run.hasEnded) {
        goOnWith(message, run)
        return run.step(work)
      }
      work()
      return undefined
    }
    if (cancel.includes(message.text)) {
      return goOn(() => waiting.reject(new AskCancelled('the conversation was cancelled', says.cancelled)))
    }
    let value: unknown = message
    try {
      if (validate !== undefined) value = await validate(message)
    } catch (error) {
      return goOn(() => waiting.reject(error as AskEnded))
    }
    if (value !== undefined && !(value instanceof Unfit)) return goOn(() => waiting.resolve(value))
    const hint = (value instanceof Unfit ? value.hint : undefined) ?? says.unfit
    waiting.triesLeft -= 1
    if (waiting.triesLeft <= 0)
      return goOn(() => waiting.reject(new AskFailed('no message was fit', says.failed ?? hint)))
    const ended = this.#endOfAll(waiting.owner)
    if (ended !== undefined) return goOn(() => waiting.reject(ended))
    this.#put(waiting)
    return hint
  }
}

const anyone = '*'

const timeoutOf = ({ options }: Waiting): number => options.timeoutMs ?? defaultTimeoutMs

const isMessage = (event: AnyEvent): event is MessageEvent => event.name.startsWith('message.')

const keyOf = (event: AnyEvent, person: unknown): string => `${chatKey(event)} ${person}`

const personOf = (event: AnyEvent): unknown => {
  const person = 'user_id' in event ? event.user_id : undefined
  if (person !== undefined && person !== 0 && person !== event.self_id) return person
  throw new TypeError(`${event.name} names nobody who could be asked; ask with { from: 'anyone' }`)
}
