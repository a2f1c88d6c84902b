import type { Levels, ReadableMetrics } from './admin/registry.js'
import { type Admin, openAdmin } from './admin/server.js'
import type { Status } from './admin/status.js'
import { AccountApis } from './api/accounts.js'
import { checkApis } from './api/api-options.js'
import { Hosts } from './api/hosts.js'
import { withInlineFiles } from './api/local-files.js'
import { Trails } from './api/missed.js'
import { checkPace } from './api/pace.js'
import { isRead } from './api/params.js'
import { Presence } from './api/presence.js'
import { Reachability } from './api/reachability.js'
import { createSpeakerAt, Sightings } from './api/speakers.js'
import type { Transport } from './api/transport.js'
import { OwnWork } from './bot/own-work.js'
import { SideDoors } from './bot/side-doors.js'
import { readinessOf, type Shown, statusOf } from './bot/status.js'
import { type Behind, createSurface } from './bot/surface.js'
import type { Bot } from './bot-interface.js'
import {
  type BotOptions,
  defaultAnswersPerChat,
  defaultDrainMs,
  defaultHandlerBudgetMs,
  defaultLimits,
} from './bot-options.js'
import { toCaptureOptions } from './capture/capture-options.js'
import { CaptureWriter } from './capture/capture-writer.js'
import { type CaptureSink, Recorder } from './capture/recorder.js'
import { Commands } from './dispatch/command/commands.js'
import { Dispatch } from './dispatch/dispatch.js'
import { ErrorReport } from './dispatch/error-report.js'
import { whereOf } from './dispatch/handler.js'
import { HandlerSignals } from './dispatch/handler-signals.js'
import type { Handled } from './dispatch/in-flight.js'
import { currentRun } from './dispatch/run.js'
import { Turns } from './dispatch/turns.js'
import { ApiUnreachable, AskEnded } from './errors.js'
import { hookActions } from './hooks/hook-actions.js'
import { Hooks } from './hooks/hooks.js'
import { withoutNetwork } from './hooks/trial.js'
import { JournalKeeper } from './journal/keeper.js'
import { CountingLog, createLog, isTelling, type Log } from './log.js'
import { createNotifier } from './notify/notifier.js'
import { Plugins } from './plugins/load.js'
import { Scope } from './plugins/scope.js'
import { accountDelivery } from './protocol/account-delivery.js'
import type { Api } from './protocol/action.js'
import { AtWork } from './protocol/at-work.js'
import { chatKey } from './protocol/chat.js'
import { systemClock, withoutAlarms } from './protocol/clock.js'
import { createEvent } from './protocol/create-event.js'
import type { Delivery } from './protocol/delivery.js'
import { describeEvent } from './protocol/describe-event.js'
import type { AnyEvent } from './protocol/event.js'
import { nextEventId } from './protocol/event-id.js'
import { idOf, Tools } from './protocol/event-tools.js'
import { noAccount } from './protocol/journal.js'
import { type Metrics, noMetrics } from './protocol/metrics.js'
import { either } from './protocol/now-or-later.js'
import { settlesWithin } from './protocol/settles-within.js'
import { isLoopback, type Place, urlOf } from './receive/address.js'
import { toAddressList } from './receive/address-list.js'
import { createAdmission } from './receive/admit.js'
import { ByteBudget } from './receive/byte-budget.js'
import { CertificateFiles } from './receive/certificate-files.js'
import { decodeAlone } from './receive/decode.js'
import { identify, longMs, maxSeen, SeenKeys } from './receive/duplicates.js'
import { checkEndpoints, checkOpenDoors, toEndpoint } from './receive/endpoint.js'
import { LockOut } from './receive/lock-out.js'
import { Arrived, type Keep } from './receive/record.js'
import { isWritable } from './receive/refusal.js'
import { Rounds } from './receive/rounds.js'
import { Routes } from './receive/routes.js'
import { DoorServer } from './receive/server.js'
import { createWay, type Receiving } from './receive/way.js'
import { answer } from './reply/answer.js'
import type { Around } from './reply/carrier.js'
import { LoopBreaker } from './reply/loop-breaker.js'
import { OwnSends } from './reply/own-sends.js'
import { Schedule } from './schedule/cron.js'

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

/** What is needed of the delivery of an event whose response has gone. */
const deliveryOf = (event: AnyEvent): Delivery => ({
  id: idOf(event) ?? nextEventId(),
  bytes: Buffer.alloc(0),
  selfId: event.self_id,
  raw: event.raw,
  naming: { name: event.name, lineage: [event.name] },
  chat: chatKey(event),
})

/** The delivery whose handler this code belongs to. */
const deliveryAtWork = (): string | undefined => {
  const run = currentRun()
  return run && idOf(run.event)
}

/** A line for everything that is done. */
const audit = (log: Log, { id, selfId, chat }: Delivery, action: string, outcome: string): void => {
  log.info({ audit: { id, action, account: selfId, chat, outcome } }, `${action}: ${outcome}`)
}

/** Their library is large, and only loaded for whoever reads them. */
const loadMetrics = async (levels: Levels): Promise<ReadableMetrics> => {
  const { createMetrics } = await import('./admin/registry.js')
  return createMetrics(levels)
}

/** What a bot has in the place of the world: it speaks to nobody, begins nothing by itself, and is watched. */
export interface Stage extends CaptureSink {
  /** Takes every call. */
  readonly transport: Transport
}

/** A bot with a door of its own. */
export const createBot = (options: BotOptions): Bot => createBotOn(undefined, options)

/** Where the stations of an event meet. */
export const createBotOn = (stage: Stage | undefined, options: BotOptions): Bot => {
  const { accounts = [], log = createLog(), clock = systemClock, requestTimeoutMs = 30_000, tls } = options
  const { now } = clock
  const { quote = true, handlerBudgetMs = defaultHandlerBudgetMs } = options
  const { pace = {}, media = {} } = options
  const welcome = accounts.map(({ selfId }) => selfId)
  checkEndpoints(options.endpoints, welcome)
  if (pace !== false) checkPace(pace)
  checkApis(options.endpoints, accounts)
  const endpoints = options.endpoints.map((endpoint) => toEndpoint(endpoint, welcome))
  const limits = { ...defaultLimits, ...options.limits }
  const budget = new ByteBudget(limits.bodiesBytes)
  const turns = new Turns({ ...limits, order: options.order ?? 'none', budgetMs: handlerBudgetMs, clock })
  const proxies = toAddressList(options.trustProxy ?? [])
  const levels: Levels = {
    atWork: () => turns.atWork,
    waiting: () => turns.waiting,
    bodiesBytes: () => budget.taken,
    sends: () => apis.pace,
    accounts: () => presence.counts,
  }
  /** Until there is an admin listener, nobody reads them. */
  let metrics: Metrics = noMetrics
  const reachability = new Reachability()
  const say = new CountingLog(log, now)
  const journal = new JournalKeeper(options.journal ?? {}, say, clock)
  const state = options.state ?? journal.state
  const capture =
    options.capture === undefined ? undefined : new CaptureWriter(toCaptureOptions(options.capture), say)
  const sink = stage ?? capture
  const recorder = sink && new Recorder(sink, now)
  const apis = new AccountApis(accounts, options.endpoints, {
    pace,
    media,
    transport: stage?.transport,
    calling:
      recorder &&
      ((action, params) =>
        recorder.calling({ action, params, isRead: isRead(action), handlerOf: deliveryAtWork() })),
    implementationOf: (selfId) => hosts.of(selfId, undefined)?.implementation,
    say,
    clock,
    onEvent: (bytes, url) => background(sideDoors.enter(bytes, url)),
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
    late: (handled) => void sideDoors.carryByCalls(deliveryOf(handled.event), () => handled),
    log,
    isTracked: recorder !== undefined,
    clock,
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
  const signals = new HandlerSignals(handlerBudgetMs, clock)
  const afterwards = new AtWork()
  const background = (work: Promise<void>): void => afterwards.add(work)
  const sends = new OwnSends(say)
  const schedule = new Schedule({ state, log, clock: stage === undefined ? clock : withoutAlarms(clock) })
  const sightings = new Sightings()
  const trails = new Trails()
  let draining = false
  let listening = false
  let place: Place | undefined
  let admin: Admin | undefined

  const deliver = (delivery: Delivery, api: Api, from: string): Handled => {
    presence.heard(delivery.selfId, delivery.naming.name, delivery.raw)
    if (!delivery.missed) trails.note(delivery.selfId, delivery.raw, now())
    sightings.saw(delivery.selfId, delivery.raw)
    return begin(delivery, api, from)
  }

  const begin = (delivery: Delivery, api: Api, from: string): Handled => {
    const signal = signals.begin()
    const event = createEvent(delivery, new Tools(api, dispatch.ask, signal))
    sends.note(event)
    if (isTelling(log))
      log.debug(describeEvent(event.name, event.raw, delivery.id), `${event.name} at ${from}`)
    // Who has answered before the process ended is not asked again; the calls are still to be made.
    const lineage = delivery.journal?.answered?.settled ? [] : delivery.naming.lineage
    const turn = delivery.turn ?? turns.join(delivery.chat)
    return dispatch.deliver(event, lineage, { budget: signal, turn })
  }

  const presence = new Presence({
    accounts: welcome,
    api: (selfId) => apis.of(selfId),
    hasClient: (selfId) => apis.has(selfId),
    changed: (change) => {
      if (stage !== undefined) return
      // Before the event that shows it, so that what is asked for begins at the one before.
      if (change.state === 'online') sideDoors.catchUp(change.selfId)
      begin(accountDelivery(change, now()), apis.of(change.selfId), 'accounts')
    },
    log,
    clock,
  })

  const notifier = createNotifier({
    speakerAt: createSpeakerAt({
      api: (selfId) => apis.of(selfId),
      accounts: () => presence.accounts.map(({ selfId }) => selfId),
      sightings,
    }),
    state,
    clock,
    say,
    failed: (error, where) => errors.tell(error, undefined, where, `${where} failed`),
    background,
  })
  const ownWork = new OwnWork({ presence, apis, notifier, errors, afterwards, log })
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
    acted: (delivery, action, outcome) => audit(log, delivery, action, outcome),
    late: () => metrics.late(),
    breaker: new LoopBreaker(options.answersPerChat ?? defaultAnswersPerChat, say, now),
    sends,
    say,
  }

  const seen = new SeenKeys()
  const keysOf = ({ raw, naming, bytes }: Delivery) => identify(raw, naming, bytes)
  const admission = createAdmission({
    accounts: welcome,
    seen,
    duplicate: () => metrics.duplicate(),
    answerOnce: options.answerOnce,
    state,
    say,
    clock,
  })
  const keep: Keep = (delivery, from, rawHeaders) => {
    const arrived = new Arrived(delivery, from, rawHeaders, now())
    return either(
      () => journal.append(arrived),
      (place) => {
        recorder?.begin(delivery.id, arrived)
        return place
      },
      (error) => {
        // It is refused: a second try is no duplicate.
        seen.forget(keysOf(delivery))
        throw error
      },
    )
  }
  const sideDoors = new SideDoors({
    deliver,
    admission,
    keep,
    turns,
    apis,
    around,
    recorder,
    trails,
    wantsMissed: () => dispatch.wantsMissed,
    missed: options.missed,
    endpoints,
    isDraining: () => draining,
    background,
    log,
    say,
    now,
  })
  const isThisMachine = (address: string): boolean => isLoopback(address.replace('::ffff:', ''))
  const isShared = (address: string): boolean => isThisMachine(address) || proxies.has(address)
  const lockOut = new LockOut({
    ...limits,
    isExempt: isShared,
    lockedOut(address) {
      metrics.lockOut()
      log.warn({ address }, `${address} has sent too many wrong signatures and is locked out`)
    },
    now,
  })
  const hooks = new Hooks({
    endpoints,
    configured: options.hooks,
    budget,
    lockOut,
    isDraining: () => draining,
    urlOf: (path) => (place === undefined ? path : urlOf(place, path)),
    reach: (request) => withoutNetwork(routes.throughKoa)(request),
    observed: (hook, outcome, seconds) => metrics.hook(hook, outcome, seconds),
    state,
    journal,
    atOnce: limits.concurrent,
    signal: () => signals.begin(),
    contextFor: (request, response) => routes.contextFor(request, response),
    equip(delivery, occasion, { name, notify }) {
      const to = notifier.toOn(occasion)
      return Object.assign(delivery, { to, targets: to.all(notify, { of: `the hook ${name} ("notify")` }) })
    },
    failed: (error, name) => errors.tell(error, undefined, `hook ${name}`),
    background,
    log,
    say,
    clock,
  })
  const rounds = new Rounds()
  const receiving: Receiving = {
    rounds,
    admission,
    keep,
    enter: (delivery) => turns.enter(delivery.chat),
    budget,
    lockOut,
    proxies,
    observed: (endpoint, outcome, seconds) => metrics.delivery(endpoint, outcome, seconds),
    answer: ({ path, answerWithinMs, pending }) => {
      const respond = answer({
        deliver: (delivery) => deliver(delivery, apis.seen(delivery.selfId, path), path),
        answerWithinMs,
        clock,
        pending,
        around,
        send: (response, body) => rounds.send(response, body),
        isWritable,
        left: (response) => server.left(response),
        background,
        answered: recorder && ((delivery, said, goesOn) => recorder.answered(delivery.id, said, goesOn)),
      })
      if (recorder === undefined) return respond
      return (delivery, response) => recorder.within(delivery.id, () => respond(delivery, response))
    },
    isDraining: () => draining,
    log,
    say,
  }
  const routes = new Routes({
    endpoints,
    others: hooks.middleware,
    wayOf: (endpoint, readBody) => createWay(endpoint, receiving, readBody),
    proxies,
    say,
  })
  const server = new DoorServer(
    routes.listener,
    {
      ...limits,
      requestTimeoutMs,
      isTls: tls !== undefined,
      isExempt: isShared,
      refusedConnection: () => metrics.refusedConnection(),
    },
    say,
  )
  const certificate =
    tls && new CertificateFiles({ files: tls, show: (pair) => server.show(pair), log, clock })

  const shown: Shown = {
    isAccepting: () => listening && !draining,
    journal,
    journalFile: options.journal?.file ?? '',
    reachability,
    presence,
    hosts,
    apis,
    turns,
  }

  /** A bot that cannot be looked at goes on answering. */
  const openAdminDoor = async (
    registry: ReadableMetrics | undefined,
    doors: Status['endpoints'],
  ): Promise<Admin | undefined> => {
    if (options.admin === undefined || registry === undefined) return undefined
    const upSince = new Date(now()).toISOString()
    try {
      return await openAdmin(options.admin, {
        readiness: () => readinessOf(shown),
        status: () => statusOf(shown, doors, upSince),
        metrics: registry,
        actions: hookActions(hooks),
        isOwn: isThisMachine,
        failed: (err, action) => log.error({ err, action }, `${action} of the admin listener failed`),
      })
    } catch (err) {
      log.error({ err }, 'the admin listener cannot be opened; the bot runs without it ("admin")')
      return undefined
    }
  }

  /** Hooks write to chats, where there is somebody who can. */
  const isAnyReachable = async (): Promise<boolean> => {
    if (![...accounts, ...options.endpoints].some(({ api }) => api !== undefined)) return true
    const known = presence.accounts.map(({ selfId }) => hosts.isReachable(selfId))
    return (await Promise.all(known)).includes(true)
  }

  const settled = async (): Promise<void> => {
    await dispatch.settled()
    await server.answered()
    await afterwards.settled()
  }

  const plugins = new Plugins<Bot>({
    botFor: (scope) => createSurface(behind, scope),
    removed: (scope) => dispatch.endAsks(new AskEnded(`the plugin ${scope.name} has been removed`), scope),
  })
  const bot = new Scope(undefined, (error, { name }) =>
    errors.tell(error, undefined, whereOf('onRemove', { name })),
  )

  const listen: Bot['listen'] = async ({ host = '127.0.0.1', port = 8080 } = {}) => {
    if (draining) throw new Error('the bot has been closed; make a new one')
    checkOpenDoors(endpoints, host)
    await capture?.open()
    hooks.open(host)
    await certificate?.open()
    const registry = options.admin && (await loadMetrics(levels))
    metrics = registry ?? noMetrics
    const opened = journal.open()
    const address = await server.listen(port, host)
    await opened
    const here = { host, port: address.port, tls }
    place = here
    if (stage === undefined) presence.start()
    apis.connect()
    for (const { selfId, bytes, at } of journal.lately(trailLength))
      if (selfId !== noAccount) trails.note(selfId, readable(bytes)?.raw ?? {}, at)
    await notifier.resume()
    await journal.takeOver({
      remember({ selfId, bytes, at }) {
        const delivery = selfId === noAccount ? undefined : readable(bytes)
        if (delivery !== undefined) seen.areNew(keysOf(delivery), at)
      },
      since: now() - longMs,
      atMost: maxSeen,
      enter: (entry) => (entry.selfId === noAccount ? hooks.takeAgain(entry) : sideDoors.reenter(entry)),
      isReachable: (selfId) => (selfId === noAccount ? isAnyReachable() : hosts.isReachable(selfId)),
    })
    listening = true
    const doors = endpoints.map(({ name, path }) => ({ name, url: urlOf(here, path) }))
    admin = await openAdminDoor(registry, doors)
    return {
      port: address.port,
      ...(admin === undefined ? {} : { adminPort: admin.port }),
      endpoints: doors,
    }
  }

  const close: Bot['close'] = async ({ withinMs = options.drainMs ?? defaultDrainMs } = {}) => {
    draining = true
    journal.stop()
    notifier.close()
    presence.close()
    schedule.close()
    dispatch.endAsks(new AskEnded('the bot is shutting down'))
    if (!(await settlesWithin(settled(), withinMs))) {
      const atWork = Math.max(dispatch.atWork, afterwards.size)
      log.warn({ atWork }, `${atWork} events are not done after ${withinMs} ms; closing all the same`)
    }
    hooks.close()
    signals.abortAll(new Error('the bot is shutting down'))
    await server.close()
    await certificate?.close()
    await bot.remove()
    await journal.close()
    apis.close()
    await recorder?.written()
    await capture?.close()
    await admin?.close()
    say.flush()
  }

  const behind: Behind = {
    dispatch,
    commands,
    hooks,
    apis,
    notifier,
    presence,
    schedule,
    ownWork,
    errors,
    plugins,
    state,
    clock,
    log,
    listen,
    settled,
    close,
  }
  return createSurface(behind, bot)
}
