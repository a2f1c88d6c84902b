import type { CountingLog } from '../log.js'
import { text } from '../protocol/build-segment.js'
import type { Delivery } from '../protocol/delivery.js'
import { describeEvent } from '../protocol/describe-event.js'
import type { AnyEvent } from '../protocol/event.js'
import { type Id, isId } from '../protocol/ids.js'
import type { Host } from '../protocol/implementation.js'
import type { KeptCall } from '../protocol/journal.js'
import { isLater, type NowOrLater } from '../protocol/now-or-later.js'
import type { WireQuickAction } from '../protocol/quick-action.js'
import type { Outcome } from './as-calls.js'
import { Ledger, type Mark } from './ledger.js'
import type { LoopBreaker } from './loop-breaker.js'
import type { MadeCall, OwnSends } from './own-sends.js'
import { type Plan, planAnswer } from './plan.js'
import { type PlannedCall, replyCall } from './planned-call.js'

/** An answer and who gave it. */
interface Filed {
  readonly answer: unknown
  readonly handler: string
  /** Where it stands among the answers: the same when the event is handled again. */
  readonly place: string
}

/** Handlers at work, as far as an answer needs to know them. */
export interface Working {
  readonly event: AnyEvent
  readonly answers: {
    readonly filed: readonly Filed[]
    /** Those that nobody can replace any more. */
    readonly final: readonly Filed[]
    /** Whether the first of all is there, and stays the first. */
    readonly hasFirst: boolean
  }
  onChange(listener: () => void): void
  readonly settled: NowOrLater<void>
}

/** What the answers of all events share. */
export interface Around {
  /** Whether a reply in a group quotes the message. */
  readonly quote: boolean
  readonly hasClient: (selfId: number) => boolean
  /** Whether the API of the account has answered before. */
  readonly isClientProven: (selfId: number) => boolean
  readonly hostOf: (delivery: Delivery) => Host | undefined
  /** Is told of every call that was not carried out, or perhaps not. */
  readonly failed: (error: unknown, event: AnyEvent, where: string, sentence: string) => void
  /** A reply whose files of this machine have become bytes; rejects where one cannot be read or is too large. */
  readonly inline: (reply: unknown) => Promise<unknown>
  /** Is told of everything that is done about an event: an action, or what left with the response. */
  readonly acted: (delivery: Delivery, action: string, outcome: string) => void
  /** Is told of every response that left before the handlers were done. */
  readonly late: () => void
  readonly breaker: LoopBreaker
  readonly mark: Mark
  readonly sends: OwnSends
  readonly say: CountingLog
}

export interface CarrierOptions {
  readonly working: Working
  readonly delivery: Delivery
  readonly answerWithinMs: number
  readonly around: Around
}

const answerOf = ({ answer }: Filed): unknown => answer
const placeOf = ({ place }: Filed): string => place
const isReplyCall = ({ field }: PlannedCall): boolean => field === 'reply'

/** Carries the answers to one event where they take effect: on the response first, then as calls, in order. */
export class Carrier {
  readonly #working: Working
  readonly #delivery: Delivery
  readonly #answerWithinMs: number
  readonly #around: Around
  readonly #hasClient: boolean
  readonly #ledger: Ledger
  #taken: Set<Filed> | undefined
  #isSettled = false
  #hasResponded = false
  /** Nothing was left to come when the response left. */
  #hasTakenAll = false
  #isLate = false
  #isCheckDue = false
  #foundFirst: (() => void) | undefined
  /** Calls wait here until the response has left. */
  #waiting: (() => Promise<void>)[] = []
  #queue: Promise<void> | undefined
  #pendingId: Id | undefined

  constructor({ working, delivery, answerWithinMs, around }: CarrierOptions) {
    this.#working = working
    this.#delivery = delivery
    this.#answerWithinMs = answerWithinMs
    this.#around = around
    this.#hasClient = around.hasClient(delivery.selfId)
    this.#ledger = new Ledger(delivery.journal, around.mark)
    for (const call of this.#ledger.leftover) this.#enqueue(() => this.#resume(call))
    const { settled } = working
    if (isLater(settled)) void settled.then(() => this.#settle())
    else this.#settle()
  }

  #settle(): void {
    this.#isSettled = true
  }

  /** Ends when the response has no reason to wait any longer. */
  ready(): NowOrLater<void> {
    const { settled } = this.#working
    if (!isLater(settled)) return undefined
    const first = new Promise<void>((resolve) => {
      this.#foundFirst = resolve
    })
    this.#working.onChange(() => this.#checkSoon())
    // The first of several may have answered at once.
    this.#checkSoon()
    return Promise.race([settled, first])
  }

  /** What rides on the response; its calls begin when it has left. Ends when the journal knows of it. */
  takeForResponse(mayRide: boolean, reaches: boolean): NowOrLater<WireQuickAction | undefined> {
    const rides = mayRide && reaches
    const response = this.#take(!rides, mayRide && !reaches)
    this.#hasResponded = true
    if (response !== undefined)
      this.#around.acted(this.#delivery, `response ${Object.keys(response).join(' ')}`, 'sent')
    if (this.#isSettled) {
      this.#hasTakenAll = true
      this.#ledger.settle()
    }
    const written = this.#ledger.write()
    return isLater(written) ? written.then(() => response) : response
  }

  /** The time was up before the handlers were done. */
  sayLate(pending: string | undefined): void {
    this.#isLate = true
    this.#around.late()
    if (this.#answerWithinMs > 0) {
      const sentence = `its handlers are still at work after ${this.#answerWithinMs} ms, and the response has gone`
      this.#tell('info', 'slow', sentence)
    }
    if (pending !== undefined) this.#announce(pending)
  }

  /** Sees to what comes after the response; ends when everything has been carried out. */
  finish(responseLeft: () => Promise<void>): NowOrLater<void> {
    if (this.#hasTakenAll && this.#waiting.length === 0) return undefined
    return this.#finishLater(responseLeft())
  }

  async #finishLater(responseLeft: Promise<void>): Promise<void> {
    this.#queue = responseLeft
    for (const job of this.#waiting.splice(0)) this.#enqueue(job)
    this.#working.onChange(() => this.#checkSoon())
    this.#checkSoon()
    await this.#working.settled
    this.#take(true)
    this.#ledger.settle()
    this.#enqueue(() => this.#recallPending())
    this.#enqueue(async () => this.#ledger.write())
    await this.#queue
  }

  /** Handlers that answer at once are done within one turn of the loop: their answers go together. */
  #checkSoon(): void {
    if (this.#isCheckDue || (!this.#hasResponded && !this.#hasClient)) return
    this.#isCheckDue = true
    setImmediate(() => {
      this.#isCheckDue = false
      if (this.#hasResponded) this.#take(true)
      else if (this.#working.answers.hasFirst) this.#foundFirst?.()
    })
  }

  /** Carries what is new: without a client, also what a middleware might still have replaced. */
  #take(responseGone: boolean, hungUp = false): WireQuickAction | undefined {
    const { event, answers } = this.#working
    const given = this.#hasClient ? answers.final : answers.filed
    const fresh = given.filter((one) => !this.#taken?.has(one) && !this.#ledger.has(one.place))
    if (fresh.length === 0) return undefined
    this.#taken ??= new Set()
    for (const one of fresh) this.#taken.add(one)
    const { quote, hostOf } = this.#around
    const host = hostOf(this.#delivery)
    const isClientProven = this.#around.isClientProven(this.#delivery.selfId)
    const options = { quote, responseGone, decided: this.#ledger.decided, isClientProven }
    const plan = this.#withinLimit(planAnswer(event, fresh.map(answerOf), host, this.#hasClient, options))
    const calls = this.#ledger.plan(fresh.map(placeOf), plan)
    this.#report(plan, fresh, hungUp)
    for (const call of calls) this.#enqueue(() => this.#makeKept(call))
    if (calls.length > 0) this.#enqueue(() => this.#recallPending())
    return plan.response
  }

  #withinLimit(plan: Plan): Plan {
    const { response = {}, calls } = plan
    const replies = calls.filter(isReplyCall).length + (response.reply === undefined ? 0 : 1)
    if (this.#around.breaker.admits(this.#delivery.chat, replies)) return plan
    const { reply: _, at_sender: __, ...others } = response
    return {
      ...plan,
      response: Object.keys(others).length === 0 ? undefined : others,
      calls: calls.filter((call) => !isReplyCall(call)),
    }
  }

  #report({ warnings, notes }: Plan, answers: readonly Filed[], hungUp: boolean): void {
    if (!hungUp && warnings.length === 0 && notes.length === 0) return
    const handlers = answers.map(({ handler }) => handler).join(', ')
    if (hungUp && !this.#hasClient) {
      const sentence = `the sender hung up before the answer (${handlers}), which takes no effect`
      this.#tell('warn', 'hung up', sentence)
      return
    }
    const which = this.#isLate
      ? `the answer of ${handlers} came after ${this.#answerWithinMs} ms`
      : `an answer (${handlers})`
    for (const warning of warnings) this.#tell('warn', `answer ${warning}`, `${which}: ${warning}`)
    for (const note of notes) this.#tell('debug', `answer ${note}`, `${which}: ${note}`)
  }

  #announce(pending: string): void {
    const { event } = this.#working
    const call = /^message\./.test(event.name) ? replyCall(event, [text(pending)]) : undefined
    if (call === undefined || !this.#hasClient || this.#taken !== undefined) return
    if (!this.#around.breaker.admits(this.#delivery.chat, 1)) return
    this.#enqueue(async () => {
      const outcome = await this.#make(call)
      const data = outcome.kind === 'done' ? outcome.data : undefined
      if (typeof data === 'object' && data !== null && 'message_id' in data && isId(data.message_id))
        this.#pendingId = data.message_id
    })
  }

  async #recallPending(): Promise<void> {
    if (this.#pendingId === undefined) return
    const message_id = this.#pendingId
    this.#pendingId = undefined
    await this.#make({ action: 'delete_msg', params: { message_id } })
  }

  #enqueue(job: () => Promise<void>): void {
    if (this.#queue === undefined) this.#waiting.push(job)
    else this.#queue = this.#queue.then(job)
  }

  /** The journal knows of it before it is made: after a crash it is looked for, and not made blindly again. */
  async #makeKept(call: KeptCall): Promise<void> {
    await this.#ledger.move(call, 'begun')
    const outcome = await this.#make(call)
    await this.#ledger.move(
      call,
      outcome.kind,
      outcome.kind === 'done' ? outcome.data : String(outcome.error),
    )
  }

  /** An earlier run has planned it, and perhaps made it. */
  async #resume(call: KeptCall): Promise<void> {
    const { event } = this.#working
    const trace = call.state === 'begun' ? await this.#around.sends.traceOf(event, call) : 'not done'
    if (trace === 'not done') return this.#makeKept(call)
    await this.#ledger.move(call, trace)
    if (trace === 'unknown') {
      const sentence = `${call.action} was under way when the bot was stopped, and may not have been carried out; it is not called again`
      this.#tell('warn', 'interrupted', sentence)
    }
    return undefined
  }

  /** What a call did not do is told. */
  async #make(call: MadeCall): Promise<Outcome> {
    const { event } = this.#working
    const outcome = await this.#around.sends.make(event, call)
    this.#around.acted(this.#delivery, call.action, outcome.kind)
    if (outcome.kind === 'done') return outcome
    const what = `${call.action}, an answer to ${event.name},`
    const sentence =
      outcome.kind === 'refused'
        ? `${what} was not carried out`
        : `${what} may or may not have been carried out; it is not called again`
    this.#around.failed(outcome.error, event, call.action, sentence)
    return outcome
  }

  /** Sentences about one event, counted by its name. */
  #tell(level: 'debug' | 'info' | 'warn', key: string, sentence: string): void {
    const { id, naming, raw } = this.#delivery
    this.#around.say.say({
      key,
      detail: naming.name,
      level,
      fields: describeEvent(naming.name, raw, id),
      message: `${naming.name}: ${sentence}`,
    })
  }
}
