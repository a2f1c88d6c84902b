import { Agent } from 'node:http'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { createBotOn, type Stage } from '../bot.js'
import type { Bot } from '../bot-interface.js'
import type { BotEndpointOptions, BotOptions } from '../bot-options.js'
import { type CapturedAside, type CaptureLine, type CaptureRecord, isAside } from '../capture/capture-line.js'
import { StandingClock } from '../protocol/standing-clock.js'
import type { Said } from './compare.js'
import { RecordedResults, turnsOfACall } from './recorded-results.js'
import { type Answered, postAgain } from './request.js'
import { type Survey, selfIdOf } from './selection.js'

/** What became of a delivery this time. */
export interface Rehearsed extends Said {
  /** `turned away`: a duplicate, or refused; `at work`: its handlers have not ended in their time. */
  readonly state: 'handled' | 'turned away' | 'at work'
  /** The actions whose results the capture does not know: they were taken to succeed. */
  readonly madeUp: readonly string[]
}

export interface Rehearsal {
  readonly bot: Bot
  /** Hands a delivery of the capture to the bot, at the time when it came. */
  play(line: CaptureLine): Promise<Rehearsed>
  /** Results of calls that belong to no delivery. */
  know(aside: CapturedAside): void
  close(): Promise<void>
}

/** Tells the recorded deliveries apart. */
const numberHeader = 'x-catflap-replay'

/** Handlers that are still at work after so many real milliseconds see the time pass, at so many a step. */
const patientMs = 250
const stepMs = 50

/** Who may come in: whoever came in then, also under a pseudonym. */
const openTo = (
  selfIds: readonly number[],
  { accounts = [] }: Pick<BotOptions, 'accounts'>,
): Pick<BotOptions, 'accounts'> => {
  if (accounts.length === 0) return {}
  const known = new Set(accounts.map(({ selfId }) => selfId))
  const [only] = accounts.length === 1 ? accounts : []
  const strangers = selfIds.filter((selfId) => !known.has(selfId))
  return { accounts: [...accounts, ...strangers.map((selfId) => ({ ...only, selfId }))] }
}

const openEndpoint = ({ allow: _, selfIds: __, ...endpoint }: BotEndpointOptions): BotEndpointOptions =>
  endpoint

/** The same bot, with nobody around it. */
const rehearsing = (options: BotOptions, { selfIds }: Survey, clock: StandingClock): BotOptions => {
  const { admin: _, capture: __, state: ___, journal: ____, tls: _____, ...kept } = options
  return {
    ...kept,
    ...openTo(selfIds, options),
    endpoints: options.endpoints.map(openEndpoint),
    // It changes when something is sent, and never what.
    pace: false,
    journal: {},
    clock,
  }
}

/** What is told by the recorder, by the number of the delivery. */
class Watch implements Pick<Stage, 'begun' | 'write'> {
  readonly #begun = new Set<string>()
  readonly #waiting = new Map<string, (line: CaptureLine) => void>()

  readonly begun = (headers: CaptureLine['headers']): void => {
    this.#begun.add(headers[numberHeader] ?? '')
  }

  readonly write = (record: CaptureRecord): void => {
    if (isAside(record)) return
    const number = record.headers[numberHeader] ?? ''
    this.#begun.delete(number)
    this.#waiting.get(number)?.(record)
    this.#waiting.delete(number)
  }

  /** Resolves to what was recorded of a delivery when it is done. */
  line(number: string): Promise<CaptureLine> {
    return new Promise((resolve) => this.#waiting.set(number, resolve))
  }

  /** Whether it has reached the handlers and is not done. */
  isOpen(number: string): boolean {
    return this.#begun.has(number)
  }

  forget(number: string): void {
    this.#begun.delete(number)
    this.#waiting.delete(number)
  }
}

/** Long enough for a call and what follows from it. */
const settle = async (): Promise<void> => {
  for (let left = 2 * turnsOfACall; left > 0; left -= 1) await turn()
}

/** Starts a bot in this process that deliveries are replayed to. `setUp` lets it register its handlers. */
export const openRehearsal = async (
  options: BotOptions,
  found: Survey,
  setUp: (bot: Bot) => unknown,
): Promise<Rehearsal> => {
  const clock = new StandingClock(found.startsAt, settle)
  const results = new RecordedResults()
  const watch = new Watch()
  const bot = createBotOn(
    { transport: results, begun: watch.begun, write: watch.write },
    rehearsing(options, found, clock),
  )
  const agent = new Agent({ keepAlive: true })
  const close = async (): Promise<void> => {
    agent.destroy()
    await bot.close({ withinMs: 0 })
  }
  const budgetMs = options.handlerBudgetMs ?? 60_000
  let count = 0

  const listen = async (): Promise<string> => {
    await setUp(bot)
    const { port } = await bot.listen({ host: '127.0.0.1', port: 0 })
    return `http://127.0.0.1:${port}`
  }
  const door = await listen().catch(async (error: unknown) => {
    await close()
    throw error
  })

  const endpointOf = (line: CaptureLine): BotEndpointOptions | undefined => {
    const selfId = selfIdOf(line) ?? 0
    const named = options.endpoints.find(({ name, path }) => (name ?? path) === line.endpoint)
    return named ?? options.endpoints.find(({ selfIds }) => selfIds?.includes(selfId)) ?? options.endpoints[0]
  }

  const deliver = (line: CaptureLine, number: string): Promise<Answered> => {
    const { path = '/', tokens = [] } = endpointOf(line) ?? {}
    const token = tokens.find((one) => one !== '')
    return postAgain(line, { url: new URL(path, door), token, agent, headers: [[numberHeader, number]] })
  }

  /** Whether it is done before its time is up; the clock goes on with the real time of a slow handler. */
  const isDone = async (work: Promise<unknown>): Promise<boolean> => {
    const waiting = new AbortController()
    const after = (ms: number): Promise<'later'> =>
      pause(ms, 'later' as const, { signal: waiting.signal }).catch(() => 'later' as const)
    const done = work.then(() => 'done' as const)
    let state = await Promise.race([done, after(patientMs)])
    for (let waited = 0; state === 'later' && waited < budgetMs; waited += stepMs) {
      await clock.pass(stepMs)
      state = await Promise.race([done, after(stepMs)])
    }
    waiting.abort()
    return state === 'done'
  }

  return {
    bot,
    know: ({ aside }) => results.add(aside),
    async play(line) {
      await clock.pass(Math.max(0, Date.parse(line.at) - clock.now()))
      results.add(line.calls)
      count += 1
      const number = String(count)
      let answer: Answered | undefined
      let recorded: CaptureLine | undefined
      const done = watch.line(number).then((one) => {
        recorded = one
      })
      const whole = deliver(line, number).then(async (response) => {
        answer = response
        if (watch.isOpen(number)) await done
      })
      const inTime = await isDone(whole)
      watch.forget(number)
      // Whoever goes on without being waited for gets as far as it can.
      await settle()
      return {
        answer: answer ?? { status: 0, body: '' },
        ...(inTime ? { calls: recorded?.calls ?? [] } : {}),
        state: inTime ? (recorded === undefined ? 'turned away' : 'handled') : 'at work',
        madeUp: results.takeMadeUp(),
      }
    },
    close,
  }
}
