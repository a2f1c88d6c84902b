import type { ServerResponse } from 'node:http'
import { asciiJson } from '../protocol/ascii-json.js'
import type { Clock } from '../protocol/clock.js'
import type { Delivery } from '../protocol/delivery.js'
import { holdsLocalFile } from '../protocol/local-file.js'
import { isLater, type NowOrLater } from '../protocol/now-or-later.js'
import type { WireQuickAction } from '../protocol/quick-action.js'
import { settlesWithin } from '../protocol/settles-within.js'
import { type Around, Carrier, type Working } from './carrier.js'

export interface Answering {
  /** Hands the event to its handlers. */
  readonly deliver: (delivery: Delivery) => Working
  /** Milliseconds; then the response leaves with what is there. 0: at once, with nothing. */
  readonly answerWithinMs: number
  readonly clock: Clock
  /** Sent when that time is up, recalled when the answer is there. With 0, never: it would precede every answer. */
  readonly pending: string | undefined
  readonly around: Around
  /** Sends a response with this body, which is ASCII; `undefined`: 204. */
  readonly send: (response: ServerResponse, body: string | undefined) => void
  /** Whether a response can still reach its sender. */
  readonly isWritable: (response: ServerResponse) => boolean
  /** Resolves when a response has left, or never will. */
  readonly left: (response: ServerResponse) => Promise<void>
  /** Takes what goes on after the response. */
  readonly background: (work: Promise<void>) => void
  /** Is told of every response, and of what still goes on about its delivery. */
  readonly answered?: ((delivery: Delivery, answer: Answer, goesOn: NowOrLater<void>) => void) | undefined
}

/** What left with a response. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** An event without a request: there is no response, all its answers are calls. Resolves when they are made. */
export const answerByCalls = (
  delivery: Delivery,
  { deliver, around, background }: Pick<Answering, 'deliver' | 'around' | 'background'>,
): Promise<void> => {
  const carrier = new Carrier({ working: deliver(delivery), delivery, answerWithinMs: 0, around })
  const finished = Promise.resolve(carrier.takeForResponse(false, true)).then(() =>
    carrier.finish(() => Promise.resolve()),
  )
  background(finished)
  return finished
}

/** Event → handlers → response and calls: the last step. Ends when the response is written. */
export const answer = (answering: Answering) => {
  const { deliver, answerWithinMs, clock, pending, around, send, isWritable, left, background, answered } =
    answering
  const isWaitedFor = answerWithinMs > 0

  /** `inTime`: the handlers are done, or have answered. */
  const leave = (passage: Passage, inTime: boolean): NowOrLater<void> => {
    const { carrier, response } = passage
    const taken = carrier.takeForResponse(isWaitedFor, isWritable(response))
    if (isLater(taken) || holdsLocalFile(taken?.reply)) return leaveLater(passage, inTime, taken)
    goOn(passage, inTime, taken)
    return undefined
  }

  const leaveLater = async (
    passage: Passage,
    inTime: boolean,
    taken: NowOrLater<WireQuickAction | undefined>,
  ): Promise<void> => {
    const action = await taken
    const isFile = holdsLocalFile(action?.reply)
    goOn(passage, inTime, isFile ? await inlined(action, passage.working, around) : action)
  }

  /** The response, and what comes after it. */
  const goOn = (
    { delivery, response, carrier }: Passage,
    inTime: boolean,
    action: WireQuickAction | undefined,
  ): void => {
    const body = action && asciiJson(action)
    send(response, body)
    if (!inTime) carrier.sayLate(isWaitedFor ? pending : undefined)
    const finished = carrier.finish(() => left(response))
    if (isLater(finished)) background(finished)
    answered?.(delivery, { status: response.statusCode, body: body ?? '' }, finished)
  }

  return (delivery: Delivery, response: ServerResponse): NowOrLater<void> => {
    const working = deliver(delivery)
    const carrier = new Carrier({ working, delivery, answerWithinMs, around })
    const passage = { delivery, response, working, carrier }
    const ready = isWaitedFor ? carrier.ready() : undefined
    if (!isLater(ready)) return leave(passage, isWaitedFor)
    return settlesWithin(ready, answerWithinMs, clock).then((inTime) => leave(passage, inTime))
  }
}

/** An event on the way to its response. */
interface Passage {
  readonly delivery: Delivery
  readonly response: ServerResponse
  readonly working: Working
  readonly carrier: Carrier
}

/** Without the reply where one of its files cannot be read. */
const inlined = async (
  { reply, at_sender, ...others }: WireQuickAction = {},
  { event }: Working,
  { inline, failed }: Around,
): Promise<WireQuickAction | undefined> => {
  try {
    const written = (await inline(reply)) as WireQuickAction['reply']
    return { ...others, reply: written, ...(at_sender === undefined ? {} : { at_sender }) }
  } catch (error) {
    failed(error, event, 'reply', `an answer to ${event.name} was not sent, a file in it cannot be`)
    return Object.keys(others).length === 0 ? undefined : others
  }
}
