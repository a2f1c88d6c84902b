import Koa from 'koa'
import type { z } from 'zod'
import { createMetrics } from './admin/registry.js'
import { type Admin, type AdminOptions, openAdmin, type Readiness } from './admin/server.js'
import { AccountApis } from './api/accounts.js'
import { type ApiWays, checkApis } from './api/api-options.js'
import { Hosts } from './api/hosts.js'
import { type MediaOptions, withInlineFiles } from './api/local-files.js'
import { type MissedOptions, missedEvents, type Trail, Trails } from './api/missed.js'
import { checkPace, type PaceOptions, type PaceStatus } from './api/pace.js'
import { type KnownAccount, Presence } from './api/presence.js'
import { Reachability } from './api/reachability.js'
import { createTo, Sightings, type To, type ToOptions } from './api/targets.js'
import type { Declared } from './dispatch/command/args.js'
import type { AnyCommandHandler, CommandHandler, CommandOptions } from './dispatch/command/command.js'
import { type CommandControl, type CommandSettings, Commands } from './dispatch/command/commands.js'
import type { Language } from './dispatch/command/language.js'
import { Dispatch, type InFlight } from './dispatch/dispatch.js'
import { type ErrorListener, ErrorReport } from './dispatch/error-report.js'
import type { Verdict } from './dispatch/explain.js'
import {
  type AnyHandler,
  type AnyMiddleware,
  type AnyTextHandler,
  type Handler,
  handlerLast,
  type Middleware,
  type OnOptions,
  type TextHandler,
  type TextPattern,
  whereOf,
} from './dispatch/handler.js'
import { HandlerSignals } from './dispatch/handler-signals.js'
import type { Matcher } from './dispatch/matcher.js'
import { defaultTurnLimits, type Order, type TurnLimits, Turns } from './dispatch/turns.js'
import { ApiUnreachable, AskEnded } from './errors.js'
import type { JournalOptions } from './journal/journal-options.js'
import { JournalKeeper } from './journal/keeper.js'
import { CountingLog, createLog, type Log } from './log.js'
import { Plugins } from './plugins/load.js'
import type { LoadedPlugin, NamedPlugin } from './plugins/plugin.js'
import { Scope } from './plugins/scope.js'
import { createStore, type Store } from './plugins/store.js'
import { startInterval, startTimeout } from './plugins/timers.js'
import { accountDelivery } from './protocol/account-delivery.js'
import type { Api } from './protocol/action.js'
import { AtWork } from './protocol/at-work.js'
import { chatKey } from './protocol/chat.js'
import { createEvent } from './protocol/create-event.js'
import type { Delivery } from './protocol/delivery.js'
import { describeEvent } from './protocol/describe-event.js'
import type { AnyEvent, EventName, UnknownEvent } from './protocol/event.js'
import { nextEventId } from './protocol/event-id.js'
import { idOf, Tools } from './protocol/event-tools.js'
import type { Implementation } from './protocol/implementation.js'
import type { Entry } from './protocol/journal.js'
import { type Metrics, noMetrics } from './protocol/metrics.js'
import { settlesWithin } from './protocol/settles-within.js'
import type { State } from './protocol/state.js'
import { isLoopback, urlOf } from './receive/address.js'
import { toAddressList } from './receive/address-list.js'
import { createAdmission } from './receive/admit.js'
import { ByteBudget } from './receive/byte-budget.js'
import { decodeAlone } from './receive/decode.js'
import { identify, longMs, maxSeen, SeenKeys } from './receive/duplicates.js'
import { checkEndpoints, checkOpenDoors, toEndpoint } from './receive/endpoint.js'
import type { EndpointOptions } from './receive/endpoint-options.js'
import { defaultReceiveLimits, type ReceiveLimits } from './receive/limits.js'
import { LockOut } from './receive/lock-out.js'
import type { Keep } from './receive/record.js'
import { receive } from './receive/routes.js'
import { DoorServer, isOursToAnswer } from './receive/server.js'
import { answer, answerByCalls } from './reply/answer.js'
import type { Around } from './reply/carrier.js'
import { LoopBreaker } from './reply/loop-breaker.js'
import { OwnSends } from './reply/own-sends.js'
import { type CronOptions, type Due, defaultWaitMs, Schedule } from './schedule/cron.js'

export interface BotEndpointOptions extends EndpointOptions {
  /** The client for every account that posts here and has none of its own. */
  readonly api?: ApiWays
}

export interface AccountOptions {
  /** The QQ number. */
  readonly selfId: number
  readonly api?: ApiWays
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
  /**
   * `group`: of several accounts of the bot in one group one answers, and another one takes over when it is
   * offline. Default: each answers what it sees.
   */
  readonly answerOnce?: 'group'
  /** How much is asked for of what happened while nobody heard an account, for handlers with `missed: true`. */
  readonly missed?: MissedOptions
  /** Where deliveries are kept until their answers have taken effect. Default: the last 1000 in memory. */
  readonly journal?: JournalOptions
  /** How fast each account sends by calls. `false`: as fast as it is asked to. Default: 5 messages a second. */
  readonly pace?: PaceOptions | false
  /** How files of this machine travel in messages. */
  readonly media?: MediaOptions
  /** QQ numbers of people who may use every command, and whom `isSuperuser` lets through. */
  readonly superusers?: readonly number[]
  /** What commands say by themselves is said in this language. Default `zh`. */
  readonly language?: Language
  readonly commands?: CommandSettings
  /** Milliseconds for one whole request to arrive. Default 30 000. */
  readonly requestTimeoutMs?: number
  /** Where stores, jobs, cooldowns and what is switched off are kept. Default: where the journal is. */
  readonly state?: State
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

/** A set of handlers. The bot that it gets is its own: what it registers goes away with it. */
export type Plugin = (bot: Bot) => void | Promise<void>

/** What a scheduled job gets. */
export interface CronContext extends Due {
  /** Calls for the account that is online. */
  readonly api: Api
  /** Writes to groups and people, as the account of `from`. */
  readonly to: To
}

export type CronHandler = (context: CronContext) => unknown

export interface Bot {
  readonly log: Log
  /**
   * Registers a handler for an event, its sub types and families. Every handler of an event runs, at the same
   * time; none can break another. With a matcher, only events that it lets through reach the handler. Returns a
   * function that removes it.
   */
  on<Name extends EventName>(name: Name, handler: Handler<Name>): () => void
  on<Name extends EventName, Narrow>(
    name: Name,
    when: Matcher<Narrow> | OnOptions<Narrow>,
    handler: Handler<Name, Narrow>,
  ): () => void
  /** The same for a name that the table does not have. Its events come as they are. */
  onUnknown(name: string, handler: (event: UnknownEvent) => unknown): () => void
  /**
   * Puts a middleware around what is registered behind it and around every handler of `on`. Events that the
   * matcher refuses pass by it.
   */
  use(middleware: Middleware): () => void
  use<Narrow>(matcher: Matcher<Narrow>, middleware: Middleware<Narrow>): () => void
  /**
   * Answers messages whose text is this string, one of these strings, or fits this regular expression, in the
   * order of registration. The first one with an answer takes the message: nobody behind it sees it.
   */
  text<const Pattern extends TextPattern>(pattern: Pattern, handler: TextHandler<Pattern>): () => void
  text<const Pattern extends TextPattern, Narrow>(
    pattern: Pattern,
    matcher: Matcher<Narrow>,
    handler: TextHandler<Pattern, Narrow>,
  ): () => void
  /**
   * Registers a command: its name, then `<required:type>`, `[optional:type=default]`, `[...rest]`,
   * `[-f|--flag]`, `[--option:type]`. Its messages are taken: nobody behind it sees them. Throws a `TypeError`
   * where the string declares no command.
   */
  command<const Written extends string>(
    written: Declared<Written>,
    handler: CommandHandler<Written>,
  ): () => void
  command<const Written extends string, const Options extends CommandOptions>(
    written: Declared<Written>,
    options: Options,
    handler: CommandHandler<Written, Options>,
  ): () => void
  /** The commands at run time: which there are, and switching them on and off. */
  readonly commands: CommandControl
  /**
   * What every link of the chain and then every handler would do about an event, in the order in which they are
   * asked, and which matcher says no and why. Runs none of them.
   */
  explain(event: AnyEvent): Promise<readonly Verdict[]>
  /** Calls for one account. */
  api(selfId: number): Api
  /** How many messages of an account wait for their turn. */
  pace(selfId: number): PaceStatus
  /** Writes to groups and people without an event: `bot.to.group(456789012).send('早')`. */
  readonly to: To
  /** The accounts of the configuration and those that have posted, with what is known of them. */
  readonly accounts: readonly KnownAccount[]
  /**
   * Runs a job at the times of a pattern (minute, hour, day, month, weekday; six parts begin with the second), when
   * its account is online, and never twice at once. Returns a function that ends it. Throws `ConfigError`.
   */
  cron(pattern: string, handler: CronHandler): () => void
  cron(pattern: string, options: CronOptions, handler: CronHandler): () => void
  /** Runs something once after so many milliseconds. Its errors are reported. Returns a function that stops it. */
  after(ms: number, work: () => unknown): () => void
  /** Runs something every so many milliseconds. Its errors are reported. Returns a function that stops it. */
  every(ms: number, work: () => unknown): () => void
  /** What this plugin keeps under a name, where the bot keeps its state. */
  store<Value>(name: string): Store<Value>
  /**
   * Lets a plugin set itself up; resolves to what removes it. Rejects with `PluginError`, and with `ConfigError`
   * where its settings do not fit its schema.
   */
  plugin<Schema extends z.ZodType>(
    plugin: NamedPlugin<Bot, Schema>,
    config?: z.input<Schema>,
  ): Promise<LoadedPlugin>
  plugin(plugin: Plugin): Promise<LoadedPlugin>
  /** Aborts when the plugin is removed or the bot has been closed. */
  readonly signal: AbortSignal
  /** Runs when the plugin is removed or the bot has been closed, the last first. Returns a function that runs it now. */
  onRemove(work: () => unknown): () => void
  /** Is told of every error of a handler, after it has been logged. Returns a function that ends it. */
  onError(listener: ErrorListener): () => void
  /**
   * Opens the door, and handles what an earlier process has left unfinished. Rejects with `ConfigError` where it
   * would stand open to everybody.
   */
  listen(options?: ListenOptions): Promise<Listening>
  /**
   * Takes nothing new, waits for what runs and for the calls of its answers (at most `withinMs`, default
   * `drainMs`), then aborts the signal of every event and closes all connections.
   */
  close(options?: { readonly withinMs?: number }): Promise<void>
}

/** What is in the journal may be older than what can be read today. */
const readable = (bytes: Buffer): Delivery | undefined => {
  try {
    return decodeAlone(bytes)
  } catch {
    return undefined
  }
}

/** Outcomes of calls that say nothing about the account: they did not reach its implementation. */
const saysNothing: ReadonlySet<string> = new Set(['failed', 'not_sent', 'not_configured'])

/** Entries of the journal that say where accounts were active. */
const trailLength = 2000

/** Where events come from that were not delivered when they happened. */
const missedEntry = 'missed'

export const defaultHandlerBudgetMs = 60_000
export const defaultDrainMs = 10_000
export const defaultLimits: Limits = { ...defaultReceiveLimits, ...defaultTurnLimits }
export const defaultAnswersPerChat = 20

/** What is needed of the delivery of an event whose response has gone. */
const deliveryOf = (event: AnyEvent): Delivery => ({
  id: idOf(event) ?? nextEventId(),
  bytes: Buffer.alloc(0),
  selfId: event.self_id,
  raw: event.raw,
  naming: { name: event.name, lineage: [event.name] },
})
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
  const { pace = {}, media = {} } = options
  const welcome = accounts.map(({ selfId }) => selfId)
  checkEndpoints(options.endpoints, welcome)
  if (pace !== false) checkPace(pace)
  checkApis(options.endpoints, accounts)
  const endpoints = options.endpoints.map((endpoint) => toEndpoint(endpoint, welcome))
  const limits = { ...defaultLimits, ...options.limits }
  const budget = new ByteBudget(limits.bodiesBytes)
  const turns = new Turns({ ...limits, order: options.order ?? 'none', budgetMs: handlerBudgetMs })
  const proxies = toAddressList(options.trustProxy ?? [])
  const registry =
    options.admin === undefined
      ? undefined
      : createMetrics({
          atWork: () => turns.atWork,
          waiting: () => turns.waiting,
          bodiesBytes: () => budget.taken,
        })
  const metrics: Metrics = registry ?? noMetrics
  const reachability = new Reachability()
  const say = new CountingLog(log, now)
  const journal = new JournalKeeper(options.journal ?? {}, say, now)
  const state = options.state ?? journal.state
  const apis = new AccountApis(accounts, options.endpoints, {
    pace,
    media,
    implementationOf: (selfId) => hosts.of(selfId, undefined)?.implementation,
    say,
    now,
    onEvent: (bytes, url) => background(enter(bytes, url)),
    called(selfId, action, outcome) {
      if (!saysNothing.has(outcome)) presence.called(selfId, action, outcome === 'done')
      metrics.call(action, outcome)
      reachability.called(selfId, outcome)
    },
    onConnected: (isConcerned) => hosts.reconnected(isConcerned),
  })
  const errors = new ErrorReport(log)
  const superusers = new Set(options.superusers)
  const dispatch = new Dispatch({
    errors,
    superusers,
    late: (inFlight) =>
      answerByCalls(deliveryOf(inFlight.event), { deliver: () => inFlight, around, background }),
    log,
  })
  const commands = new Commands({
    settings: options.commands ?? {},
    language: options.language ?? 'zh',
    superusers,
    state,
    now,
    judge: dispatch.judge,
    add: (link, owner, where) => dispatch.add(link, owner, where),
  })
  const signals = new HandlerSignals(handlerBudgetMs)
  const afterwards = new AtWork()
  const sends = new OwnSends(say)
  const schedule = new Schedule({ state, log, now })
  const sightings = new Sightings()
  const trails = new Trails()
  let draining = false
  let listening = false
  let admin: Admin | undefined

  const deliver = (delivery: Delivery, api: Api, from: string): InFlight => {
    presence.heard(delivery.selfId, delivery.naming.name, delivery.raw)
    if (!delivery.missed) trails.note(delivery.selfId, delivery.raw, now())
    sightings.saw(delivery.selfId, delivery.raw)
    return begin(delivery, api, from)
  }

  const begin = (delivery: Delivery, api: Api, from: string): InFlight => {
    const signal = signals.begin()
    const event = createEvent(delivery, new Tools(api, dispatch.ask, signal))
    sends.note(event)
    log.debug(describeEvent(event.name, event.raw, delivery.id), `${event.name} at ${from}`)
    // Who has answered before the process ended is not asked again; the calls are still to be made.
    const lineage = delivery.journal?.answered?.settled ? [] : delivery.naming.lineage
    const turn = delivery.turn ?? turns.join(chatOf(delivery))
    return dispatch.deliver(event, lineage, { budget: signal, inTurn: (work) => turn.run(work) })
  }

  const presence = new Presence({
    accounts: welcome,
    api: (selfId) => apis.of(selfId),
    hasClient: (selfId) => apis.has(selfId),
    changed: (change) => {
      // Before the event that shows it, so that what is asked for begins at the one before.
      if (change.state === 'online') catchUp(change.selfId)
      begin(accountDelivery(change, now()), apis.of(change.selfId), 'accounts')
    },
    log,
    now,
  })
  const toOptions: ToOptions = {
    api: (selfId) => apis.of(selfId),
    accounts: () => presence.accounts.map(({ selfId }) => selfId),
    sightings,
  }

  const guarded = async (where: string, work: () => unknown): Promise<void> => {
    try {
      await work()
    } catch (error) {
      errors.tell(error, undefined, where)
    }
  }

  const runJob = async (
    where: string,
    { from, waitMs = defaultWaitMs }: CronOptions,
    handler: CronHandler,
    { at, signal }: Due,
  ): Promise<void> => {
    const selfId = await presence.online(from, waitMs, signal)
    if (signal.aborted) return
    if (selfId === undefined) {
      log.warn({ at, from }, `${where} is left out: its account was not online within ${waitMs} ms`)
      return
    }
    const work = guarded(where, () =>
      handler({ at, signal, api: apis.of(selfId), to: createTo(toOptions, from) }),
    )
    afterwards.add(work)
    await work
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
    mark: (id, answered) => journal.mark(id, answered),
    inline: (reply) => withInlineFiles(reply, media),
    acted: (event, action, outcome) => audit(log, event, action, outcome),
    late: () => metrics.late(),
    breaker: new LoopBreaker(options.answersPerChat ?? defaultAnswersPerChat, say, now),
    sends,
    say,
  }

  const app = new Koa()
  app.silent = true
  app.on('error', (err) => {
    if (isOursToAnswer(err)) return
    say.say({ key: 'koa', level: 'warn', fields: { err }, message: 'a response could not be written' })
  })
  const seen = new SeenKeys()
  const keysOf = ({ raw, naming, bytes }: Delivery) => identify(raw, naming, bytes)
  const admission = createAdmission({
    accounts: welcome,
    seen,
    duplicate: () => metrics.duplicate(),
    answerOnce: options.answerOnce,
    state,
    say,
    now,
  })
  const keep: Keep = async (delivery, endpoint, headers) => {
    const { selfId, naming, bytes } = delivery
    try {
      return await journal.append({ endpoint, selfId, name: naming.name, headers, bytes })
    } catch (error) {
      // It is refused: a second try is no duplicate.
      seen.forget(keysOf(delivery))
      throw error
    }
  }
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
    keep,
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
    const checks = {
      accepting: listening && !draining,
      journal: journal.isWritable,
      accounts: unreachable.length === 0,
    }
    return { checks, unreachable }
  }

  /** A bot that cannot be looked at goes on answering. */
  const openAdminDoor = async (): Promise<Admin | undefined> => {
    if (options.admin === undefined || registry === undefined) return undefined
    try {
      return await openAdmin(options.admin, { readiness, metrics: registry })
    } catch (err) {
      log.error({ err }, 'the admin listener cannot be opened; the bot runs without it ("admin")')
      return undefined
    }
  }

  const answerLater = (delivery: Delivery, api: Api, from: string): Promise<void> => {
    const hand = (one: Delivery): InFlight => deliver(one, api, from)
    return answerByCalls(delivery, { deliver: hand, around, background })
  }

  /** An event that came over a WebSocket, from an account that belongs there. */
  const enter = async (bytes: Buffer, from: string): Promise<void> => {
    if (draining) return
    try {
      const delivery = decodeAlone(bytes)
      delivery.turn = turns.enter(chatOf(delivery))
      if (delivery.turn === undefined) throw new Error('too many events are at work or waiting ("limits")')
      try {
        if (!(await admission(delivery, from))) return
        delivery.journal = await keep(delivery, from, [])
        void answerLater(delivery, apis.of(delivery.selfId, 'answer'), from)
      } finally {
        // It did not get as far as its handlers.
        delivery.turn.cancel()
      }
    } catch (err) {
      say.say({
        key: 'event',
        level: 'warn',
        fields: { from, err },
        message: `an event over ${from} is dropped`,
      })
    }
  }

  /** Asks for what happened while nobody heard an account, for the handlers that want it. */
  const catchUp = (selfId: number): void => {
    const trail = trails.of(selfId)
    if (trail === undefined || !dispatch.wantsMissed || !apis.has(selfId)) return
    background(enterMissed(selfId, trail))
  }

  const enterMissed = async (selfId: number, trail: Trail): Promise<void> => {
    const failed = (err: unknown): void =>
      log.debug({ selfId, err }, 'the implementation does not tell what was missed')
    let count = 0
    for await (const raw of missedEvents(apis.of(selfId), trail, now(), failed, options.missed)) {
      if (draining) return
      const delivery: Delivery = { ...decodeAlone(Buffer.from(JSON.stringify(raw))), missed: true }
      if (!(await admission(delivery, missedEntry))) continue
      delivery.journal = await keep(delivery, missedEntry, [])
      count += 1
      await answerLater(delivery, apis.of(selfId, 'answer'), missedEntry)
    }
    if (count > 0) log.info({ selfId, count }, `${count} events that were missed have been handled`)
  }

  /** What an earlier process has left unfinished. */
  const reenter = (entry: Entry): void => {
    const { id, at, answered, endpoint } = entry
    const headers = Object.fromEntries(entry.headers.map(([name, value]) => [name.toLowerCase(), value]))
    const delivery = {
      ...decodeAlone(entry.bytes, headers),
      journal: { id, at, answered, redelivered: true },
      missed: endpoint === missedEntry,
    }
    const path = endpoints.find(({ name }) => name === endpoint)?.path
    const { selfId } = delivery
    void answerLater(
      delivery,
      path === undefined ? apis.of(selfId, 'answer') : apis.seen(selfId, path),
      endpoint,
    )
  }

  const plugins = new Plugins<Bot>({
    botFor: (scope) => botFor(scope),
    removed: (scope) => dispatch.endAsks(new AskEnded(`the plugin ${scope.name} has been removed`), scope),
  })
  const bot = new Scope(undefined, (error, { name }) =>
    errors.tell(error, undefined, whereOf('onRemove', { name })),
  )

  /** The bot as its owner sees it: what is registered with it goes away with the scope. */
  const botFor = (scope: Scope): Bot => ({
    log,
    on(name: string, ...rest: readonly unknown[]) {
      const [handler, front = {}] = handlerLast<AnyHandler, Matcher | OnOptions>(rest)
      const options = 'check' in front ? { when: front } : front
      return scope.keep(dispatch.on(name, handler, scope, options))
    },
    onUnknown: (name, handler) => scope.keep(dispatch.on(name, handler as AnyHandler, scope)),
    use(...rest: readonly unknown[]) {
      const [middleware, matcher] = handlerLast<AnyMiddleware, Matcher>(rest)
      return scope.keep(dispatch.use(middleware, scope, matcher))
    },
    text(pattern: TextPattern, ...rest: readonly unknown[]) {
      const [handler, matcher] = handlerLast<AnyTextHandler, Matcher>(rest)
      return scope.keep(dispatch.text(pattern, handler, scope, matcher))
    },
    command(written: string, ...rest: readonly unknown[]) {
      const [handler, options] = handlerLast<AnyCommandHandler, CommandOptions>(rest)
      return scope.keep(commands.add(written, options ?? {}, handler, scope))
    },
    commands,
    explain: (event) => dispatch.explain(event),
    api: (selfId) => apis.of(selfId),
    pace: (selfId) => apis.paceOf(selfId),
    to: createTo(toOptions),
    get accounts() {
      return presence.accounts
    },
    cron(pattern: string, ...rest: [CronHandler] | [CronOptions, CronHandler]) {
      const [given, handler] = rest.length === 1 ? [{}, rest[0]] : rest
      const where = whereOf(`cron ${given.name ?? pattern}`, scope)
      const run = (due: Due): Promise<void> => runJob(where, given, handler, due)
      return scope.keep(schedule.add(scope.name ?? '', pattern, given, run))
    },
    after(ms, work) {
      const stop = scope.keep(
        startTimeout(ms, () => {
          stop()
          void guarded(whereOf('after', scope), work)
        }),
      )
      return stop
    },
    every: (ms, work) => scope.keep(startInterval(ms, () => void guarded(whereOf('every', scope), work))),
    store: (name) => createStore(state, [scope.name ?? '', name]),
    plugin: (plugin: NamedPlugin<Bot> | Plugin, config?: unknown) => plugins.load(plugin, config, scope),
    signal: scope.signal,
    onRemove: (work) => scope.keep(work),
    onError: (listener) => scope.keep(errors.add(listener)),
    async listen({ host = '127.0.0.1', port = 8080 } = {}) {
      if (draining) throw new Error('the bot has been closed; make a new one')
      checkOpenDoors(endpoints, host)
      const address = await server.listen(port, host)
      presence.start()
      apis.connect()
      for (const { selfId, bytes, at } of journal.lately(trailLength))
        trails.note(selfId, readable(bytes)?.raw ?? {}, at)
      await journal.takeOver({
        remember({ bytes, at }) {
          const delivery = readable(bytes)
          if (delivery !== undefined) seen.areNew(keysOf(delivery), at)
        },
        since: now() - longMs,
        atMost: maxSeen,
        enter: reenter,
        isReachable: (selfId) => hosts.isReachable(selfId),
      })
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
      journal.stop()
      presence.close()
      schedule.close()
      dispatch.endAsks(new AskEnded('the bot is shutting down'))
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
      await bot.remove()
      await journal.close()
      apis.close()
      await admin?.close()
      say.flush()
    },
  })
  return botFor(bot)
}
