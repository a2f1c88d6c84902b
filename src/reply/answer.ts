import type { IncomingMessage } from 'node:http'
import type { ParameterizedContext } from 'koa'
import { asciiJson } from '../protocol/ascii-json.js'
import type { Clock } from '../protocol/clock.js'
import type { Delivery } from '../protocol/delivery.js'
import { holdsLocalFile } from '../protocol/local-file.js'
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
  /** Resolves when the response to a request has left, or never will. */
  readonly left: (request: IncomingMessage) => Promise<void>
  /** Takes what goes on after the response. */
  readonly background: (work: Promise<void>) => void
}

/** An event without a request: there is no response, all its answers are calls. Resolves when they are made. */
export const answerByCalls = (
  delivery: Delivery,
  { deliver, around, background }: Pick<Answering, 'deliver' | 'around' | 'background'>,
): Promise<void> => {
  const carrier = new Carrier({ working: deliver(delivery), delivery, answerWithinMs: 0, around })
  const finished = carrier.takeForResponse(false, true).then(() => carrier.finish(Promise.resolve()))
  background(finished)
  return finished
}

type Context = ParameterizedContext<Delivery>

/** Event → handlers → response and calls: the last step. */
export function answer({ deliver, answerWithinMs, clock, pending, around, left, background }: Answering) {
  return async (ctx: Context): Promise<void> => {
    const working = deliver(ctx.state)
    const carrier = new Carrier({ working, delivery: ctx.state, answerWithinMs, around })
    const inTime = answerWithinMs > 0 && (await settlesWithin(carrier.ready, answerWithinMs, clock))
    const response = await carrier.takeForResponse(answerWithinMs > 0, ctx.writable)
    respond(ctx, holdsLocalFile(response?.reply) ? await inlined(response, working, around) : response)
    if (!inTime) carrier.sayLate(answerWithinMs > 0 ? pending : undefined)
    background(carrier.finish(left(ctx.req)))
  }
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

const respond = (ctx: Context, response: WireQuickAction | undefined): void => {
  if (response === undefined) {
    ctx.status = 204
    return
  }
  const body = asciiJson(response)
  ctx.status = 200
  ctx.type = 'application/json'
  ctx.body = body
}
