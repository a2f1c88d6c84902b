import Koa from 'koa'
import { createMetrics } from './admin/registry.js'
import { type Admin, type AdminOptions, openAdmin, type Readiness } from './admin/server.js'
import { AccountApis, type ApiOptions } from './api/accounts.js'
import { Hosts } from './api/hosts.js'
import { Reachability } from './api/reachability.js'
import { Dispatch, type InFlight } from './dispatch/dispatch.js'
import { type ErrorListener, ErrorReport } from './dispatch/error-report.js'
import type { AnyHandler, Handler, Middleware, TextHandler } from './dispatch/handler.js'
import { HandlerSignals } from './dispatch/handler-signals.js'
import { defaultTurnLimits, type Order, type TurnLimits, Turns } from './dispatch/turns.js'
import { ApiUnreachable } from './errors.js'
import { CountingLog, createLog, type Log } from './log.js'
import type { Api } from './protocol/action.js'
import { AtWork } from './protocol/at-work.js'
import { chatKey } from './protocol/chat.js'
import { createEvent } from './protocol/create-event.js'
import type { Delivery } from './protocol/delivery.js'
import { describeEvent } from './protocol/describe-event.js'
import type { AnyEvent, EventName, UnknownEvent } from './protocol/event.js'
import { idOf } from './protocol/event-tools.js'
import type { Implementation } from './protocol/implementation.js'
import { type Metrics, noMetrics } from './protocol/metrics.js'
import { settlesWithin } from './protocol/settles-within.js'
import { isLoopback, urlOf } from './receive/address.js'
import { toAddressList } from './receive/address-list.js'
import { createAdmission } from './receive/admit.js'
import { ByteBudget } from './receive/byte-budget.js'
import { checkEndpoints, checkOpenDoors, toEndpoint } from './receive/endpoint.js'
import type { EndpointOptions } from './receive/endpoint-options.js'
import { defaultReceiveLimits, type ReceiveLimits } from './receive/limits.js'
import { LockOut } from './receive/lock-out.js'
import { receive } from './receive/routes.js'
import { DoorServer, isOursToAnswer } from './receive/server.js'
import { answer } from './reply/answer.js'
import type { Around } from './reply/carrier.js'
import { LoopBreaker } from './reply/loop-breaker.js'

export interface BotEndpointOptions extends EndpointOptions {
  /** The client for every account that posts here and has none of its own. */
  readonly api?: ApiOptions
}

export interface AccountOptions {
  /** The QQ number. */
  readonly selfId: number
  readonly api?: ApiOptions
  /** What the account runs on. */
  readonly implementation?: Implementation
}

/** How much may be at work at one time. */
export type Limits = ReceiveLimits & TurnLimits

export interface BotOptions {
  readonly endpoints: readonly BotEndpointOptions[]
  /** The accounts that are let in. Default: every account with a right signature. */
  readonly accounts?: readonly AccountOptions[]
  /** Whether a reply in a group quotes the message. In private nothing is quoted. Default: true. */
  readonly quote?: boolean
  /** Milliseconds that the handlers of one event may work; then `event.signal` aborts. Default 60 000. */
  readonly handlerBudgetMs?: number
  /** More replies than this in one chat within 10 s, and there are none for a minute. Default 20. */
  readonly answersPerChat?: number
  /** Milliseconds for one whole request to arrive. Default 30 000. */
  readonly requestTimeoutMs?: number
  /** Milliseconds that `close` waits for what is at work. Default 10 000. */
  readonly drainMs?: number
  /** Addresses of proxies whose `X-Forwarded-For` is believed: `127.0.0.1`, `172.16.0.0/12`. Default: none. */
  readonly trustProxy?: readonly string[]
  /** `chat`: the events of one chat are handled one after another. Default `none`: they only begin in order. */
  readonly order?: Order
  /** How much may be at work at one time. What is beyond it is refused. */
  readonly limits?: Partial<Limits>
  /** A listener with `/healthz`, `/readyz` and `/metrics`. Default: none. */
  readonly admin?: AdminOptions
  /** Default: JSON lines on standard error. */
  readonly log?: Log
  /** The clock, in milliseconds. */
  readonly now?: () => number
}

export interface ListenOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Default 8080; 0: any free one. */
  readonly port?: number
}

export interface Listening {
  readonly port: number
  /** Where senders post to, in the order of the options. */
  readonly endpoints: readonly { readonly name: string; readonly url: string }[]
  /** The port of the listener for whoever looks after the bot, where there is one. */
  readonly adminPort?: number
}

/** A set of handlers: what it registers belongs to the bot. */
export type Plugin = (bot: Bot) => void | Promise<void>

export interface Bot {
  readonly log: Log
  /**
   * Registers a handler for an event, its sub types and families. Every handler of an event runs, at the same
   * time; none can break another. Returns a function that removes it.
   */
  on<Name extends EventName>(name: Name, handler: Handler<Name>): () => void
  /** The same for a name that the table does not have. Its events come as they are. */
  onUnknown(name: string, handler: (event: UnknownEvent) => unknown): () => void
  /** Puts a middleware around what is registered behind it and around every handler of `on`. */
  use(middleware: Middleware): () => void
  /**
   * Answers messages whose text is this string or fits this regular expression, in the order of registration.
   * The first one with an answer takes the message: nobody behind it sees it.
   */
  text(pattern: string | RegExp, handler: TextHandler): () => void
  /** Calls for one account. */
  api(selfId: number): Api
  /** Is told of every error of a handler, after it has been logged. Returns a function that ends it. */
  onError(listener: ErrorListener): () => void
  /** Opens the door. Rejects with `ConfigError` where it would stand open to everybody. */
  listen(options?: ListenOptions): Promise<Listening>
  /**
   * Takes nothing new, waits for what runs and for the calls of its answers (at most `withinMs`, default
   * `drainMs`), then aborts the signal of every event and closes all connections.
   */
  close(options?: { readonly withinMs?: number }): Promise<void>
}

export const defaultHandlerBudgetMs = 60_000
export const defaultDrainMs = 10_000
export const defaultLimits: Limits = { ...defaultReceiveLimits, ...defaultTurnLimits }
export const defaultAnswersPerChat = 20

/** Where an event takes place, before it has its one shape. */
const chatOf = ({ raw, selfId }: Delivery): string => chatKey({ ...raw, self_id: selfId })

/** A line for everything that is done. */
const audit = (log: Log, event: AnyEvent, action: string, outcome: string): void => {
  const { self_id: account } = event
  const entry = { id: idOf(event), action, account, chat: chatKey(event), outcome }
  log.info({ audit: entry }, `${action}: ${outcome}`)
}

/** A bot with a door of its own: where the stations of an event meet. */
export const createBot = (options: BotOptions): Bot => {
  const { accounts = [], log = createLog(), now = Date.now, requestTimeoutMs = 30_000 } = options
  const { quote = true, handlerBudgetMs = defaultHandlerBudgetMs } = options
  const welcome = accounts.map(({ selfId }) => selfId)
  checkEndpoints(options.endpoints, welcome)
  const endpoints = options.endpoints.map((endpoint) => toEndpoint(endpoint, welcome))
  const limits = { ...defaultLimits, ...options.limits }
  const budget = new ByteBudget(limits.bodiesBytes)
  const turns = new Turns({ ...limits, order: options.order ?? 'none', budgetMs: handlerBudgetMs })
  const proxies = toAddressList(options.trustProxy ?? [])
  const readable =
    options.admin === undefined
      ? undefined
      : createMetrics({
          atWork: () => turns.atWork,
          waiting: () => turns.waiting,
          bodiesBytes: () => budget.taken,
        })
  const metrics: Metrics = readable ?? noMetrics
  const reachability = new Reachability()
  const apis = new AccountApis(accounts, options.endpoints, (selfId, action, outcome) => {
    metrics.call(action, outcome)
    reachability.called(selfId, outcome)
  })
  const say = new CountingLog(log, now)
  const errors = new ErrorReport(log)
  const dispatch = new Dispatch(errors)
  const signals = new HandlerSignals(handlerBudgetMs)
  const afterwards = new AtWork()
  let draining = false
  let listening = false
  let admin: Admin | undefined

  const deliver = (delivery: Delivery, api: Api, from: string): InFlight => {
    const signal = signals.begin()
    const event = createEvent(delivery, {
      api,
      get signal() {
        return signal.get()
      },
    })
    log.debug(describeEvent(event.name, event.raw, delivery.id), `${event.name} at ${from}`)
    const turn = delivery.turn ?? turns.join(chatOf(delivery))
    const inFlight = dispatch.deliver(event, delivery.naming.lineage, (work) =>
      turn.run(() => {
        signal.restart()
        return work()
      }),
    )
    void inFlight.settled.then(signal.end)
    return inFlight
  }

  const hosts = new Hosts({
    configured: new Map(
      accounts.flatMap(({ selfId, implementation }) => (implementation ? [[selfId, implementation]] : [])),
    ),
    api: (selfId) => apis.of(selfId),
    hasClient: (selfId) => apis.has(selfId),
    log,
    now,
  })
  const around: Around = {
    quote,
    hasClient: (selfId) => apis.has(selfId),
    isClientProven: (selfId) => hosts.hasAnswered(selfId),
    hostOf: ({ selfId, guess }) => hosts.of(selfId, guess),
    failed(error, event, where, sentence) {
      if (error instanceof ApiUnreachable) hosts.forget(event.self_id)
      errors.tell(error, event, where, sentence)
    },
    acted: (event, action, outcome) => audit(log, event, action, outcome),
    late: () => metrics.late(),
    breaker: new LoopBreaker(options.answersPerChat ?? defaultAnswersPerChat, say, now),
    say,
  }

  const app = new Koa()
  app.silent = true
  app.on('error', (err) => {
    if (isOursToAnswer(err)) return
    say.say({ key: 'koa', level: 'warn', fields: { err }, message: 'a response could not be written' })
  })
  const admission = createAdmission({
    accounts: welcome,
    duplicate: () => metrics.duplicate(),
    say,
    now,
  })
  const isShared = (address: string): boolean =>
    isLoopback(address.replace('::ffff:', '')) || proxies.has(address)
  const lockOut = new LockOut({
    ...limits,
    isExempt: isShared,
    lockedOut(address) {
      metrics.lockOut()
      log.warn({ address }, `${address} has sent too many wrong signatures and is locked out`)
    },
    now,
  })
  const background = (work: Promise<void>): void => afterwards.add(work)
  const steps = receive({
    endpoints,
    admission,
    enter: (delivery) => turns.enter(chatOf(delivery)),
    budget,
    lockOut,
    proxies,
    observed: (endpoint, outcome, seconds) => metrics.delivery(endpoint, outcome, seconds),
    answer: ({ path, answerWithinMs, pending }) =>
      answer({
        deliver: (delivery) => deliver(delivery, apis.seen(delivery.selfId, path), path),
        answerWithinMs,
        pending,
        around,
        left: (request) => server.left(request),
        background,
      }),
    isDraining: () => draining,
    log,
    say,
  })
  for (const step of steps) app.use(step)
  const server = new DoorServer(
    app.callback(),
    { ...limits, requestTimeoutMs, isExempt: isShared, refusedConnection: () => metrics.refusedConnection() },
    say,
  )

  const readiness = (): Readiness => {
    const { unreachable } = reachability
    const checks = { accepting: listening && !draining, accounts: unreachable.length === 0 }
    return { checks, unreachable }
  }

  /** A bot that cannot be looked at goes on answering. */
  const openAdminDoor = async (): Promise<Admin | undefined> => {
    if (options.admin === undefined || readable === undefined) return undefined
    try {
      return await openAdmin(options.admin, { readiness, metrics: readable })
    } catch (err) {
      log.error({ err }, 'the admin listener cannot be opened; the bot runs without it ("admin")')
      return undefined
    }
  }

  return {
    log,
    on: (name, handler) => dispatch.on(name, handler as AnyHandler),
    onUnknown: (name, handler) => dispatch.on(name, handler as AnyHandler),
    use: (middleware) => dispatch.use(middleware),
    text: (pattern, handler) => dispatch.text(pattern, handler),
    api: (selfId) => apis.of(selfId),
    onError: (listener) => errors.add(listener),
    async listen({ host = '127.0.0.1', port = 8080 } = {}) {
      if (draining) throw new Error('the bot has been closed; make a new one')
      checkOpenDoors(endpoints, host)
      const address = await server.listen(port, host)
      listening = true
      admin = await openAdminDoor()
      return {
        port: address.port,
        ...(admin === undefined ? {} : { adminPort: admin.port }),
        endpoints: endpoints.map(({ name, path }) => ({ name, url: urlOf(host, address.port, path) })),
      }
    },
    async close({ withinMs = options.drainMs ?? defaultDrainMs } = {}) {
      draining = true
      const finished = dispatch
        .settled()
        .then(() => server.answered())
        .then(() => afterwards.settled())
      if (!(await settlesWithin(finished, withinMs))) {
        const atWork = Math.max(dispatch.atWork, afterwards.size)
        log.warn({ atWork }, `${atWork} events are not done after ${withinMs} ms; closing all the same`)
      }
      signals.abortAll(new Error('the bot is shutting down'))
      await server.close()
      apis.close()
      await admin?.close()
      say.flush()
    },
  }
}
