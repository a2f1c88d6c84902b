import type { ParameterizedContext } from 'koa'
import type { CountingLog } from '../log.js'
import { asciiJson } from '../protocol/ascii-json.js'
import type { Delivery } from '../protocol/delivery.js'
import { describeEvent } from '../protocol/describe-event.js'
import { settlesWithin } from '../protocol/settles-within.js'
import { planAnswer } from './plan.js'

/** An answer and who gave it. */
interface Filed {
  readonly answer: unknown
  readonly handler: string
}

/** Handlers at work, as far as an answer needs to know them. */
interface Working {
  readonly answers: { readonly filed: readonly Filed[] }
  readonly settled: Promise<void>
}

export interface Answering {
  /** Hands the event to its handlers. */
  readonly deliver: (delivery: Delivery) => Working
  /** Milliseconds; then the response leaves with what is there. */
  readonly answerWithinMs: number
  readonly say: CountingLog
}

/** Event → handlers → response: the last step. */
export function answer({ deliver, answerWithinMs, say }: Answering) {
  return async (ctx: ParameterizedContext<Delivery>): Promise<void> => {
    const delivery = ctx.state
    const { answers, settled } = deliver(delivery)
    const inTime = await settlesWithin(settled, answerWithinMs)
    const filed = answers.filed
    respond(ctx, filed, say)
    if (inTime) return
    void settled.then(() => {
      for (const { handler } of answers.filed.filter((one) => !filed.includes(one))) {
        sayLate(say, delivery, handler, answerWithinMs)
      }
    })
  }
}

const respond = (ctx: ParameterizedContext<Delivery>, filed: readonly Filed[], say: CountingLog): void => {
  const { name } = ctx.state.naming
  const { response, complaints } = planAnswer(
    name,
    filed.map((one) => one.answer),
  )
  const handlers = filed.map((one) => one.handler).join(', ')
  for (const complaint of complaints) {
    const fields = { handlers, ...describeEvent(name, ctx.state.raw) }
    say.say(
      `answer ${handlers} ${complaint}`,
      'warn',
      fields,
      `an answer to ${name} (${handlers}): ${complaint}`,
    )
  }
  if (response === undefined) {
    ctx.status = 204
    return
  }
  for (const field of unheard.filter((one) => response[one] !== undefined)) {
    say.say(
      `unheard ${field}`,
      'warn',
      { field },
      `"${field}" leaves with the response; NapCat and Lagrange do not read it there, call the action through event.api for them`,
    )
  }
  ctx.status = 200
  ctx.type = 'application/json'
  ctx.body = asciiJson(response)
}

/** Fields that OneBot knows and NapCat passes over. */
const unheard = ['delete', 'kick', 'ban', 'remark'] as const

const sayLate = (say: CountingLog, { naming, raw }: Delivery, handler: string, withinMs: number): void =>
  say.say(
    `late ${handler}`,
    'warn',
    { handler, ...describeEvent(naming.name, raw) },
    `the answer of ${handler} to ${naming.name} came after ${withinMs} ms, when the response had gone, and takes no effect; raise "answerWithinMs" or send it through event.api`,
  )
