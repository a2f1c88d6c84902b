import type { ParameterizedContext } from 'koa'
import type { CountingLog } from '../log.js'
import { asciiJson } from '../protocol/ascii-json.js'
import type { Delivery } from '../protocol/delivery.js'
import { describeEvent } from '../protocol/describe-event.js'
import { settlesWithin } from '../protocol/settles-within.js'
import { type Plan, planAnswer } from './plan.js'
import type { AnsweredEvent } from './planned-call.js'

/** An answer and who gave it. */
interface Filed {
  readonly answer: unknown
  readonly handler: string
}

/** Handlers at work, as far as an answer needs to know them. */
interface Working {
  readonly event: AnsweredEvent
  readonly answers: { readonly filed: readonly Filed[] }
  readonly onFiled: (listener: (filed: Filed) => void) => void
  readonly settled: Promise<void>
}

export interface Answering {
  /** Hands the event to its handlers. */
  readonly deliver: (delivery: Delivery) => Working
  /** Milliseconds; then the response leaves with what is there. */
  readonly answerWithinMs: number
  readonly say: CountingLog
}

type Context = ParameterizedContext<Delivery>

/** Event → handlers → response: the last step. */
export function answer({ deliver, answerWithinMs, say }: Answering) {
  return async (ctx: Context): Promise<void> => {
    const { naming, raw } = ctx.state
    const { event, answers, onFiled, settled } = deliver(ctx.state)
    const inTime = await settlesWithin(settled, answerWithinMs)
    const filed = answers.filed
    const plan = planAnswer(
      event,
      filed.map((one) => one.answer),
      undefined,
      false,
      { quote: true },
    )
    const handlers = filed.map((one) => one.handler).join(', ')
    const tell = tellAbout(say, naming.name, describeEvent(naming.name, raw))
    respond(ctx, plan)
    sayLost(plan, tell, handlers, ctx.writable)
    if (inTime) return
    tell(
      'info',
      'slow',
      `its handlers are still at work after ${answerWithinMs} ms, and the response has gone`,
    )
    onFiled(({ handler }) =>
      tell(
        'warn',
        `late ${handler}`,
        `the answer of ${handler} came after ${answerWithinMs} ms, when the response had gone, and takes no effect; raise "answerWithinMs", or send it with event.reply()`,
      ),
    )
  }
}

const respond = (ctx: Context, { response }: Plan): void => {
  if (response === undefined) {
    ctx.status = 204
    return
  }
  const body = asciiJson(response)
  ctx.status = 200
  ctx.type = 'application/json'
  ctx.body = body
}

type Tell = (level: 'info' | 'warn', key: string, sentence: string) => void

/** Sentences about one event, counted by its name. */
const tellAbout =
  (say: CountingLog, name: string, fields: object): Tell =>
  (level, key, sentence) =>
    say.say({ key, detail: name, level, fields, message: `${name}: ${sentence}` })

const sayLost = ({ response, warnings }: Plan, tell: Tell, handlers: string, reaches: boolean): void => {
  for (const warning of warnings) tell('warn', `answer ${warning}`, `an answer (${handlers}): ${warning}`)
  if (response === undefined) return
  if (!reaches) {
    tell('warn', 'hung up', `the sender hung up before the answer (${handlers}), which takes no effect`)
  }
}
