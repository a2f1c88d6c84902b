import type { AccountApis } from '../api/accounts.js'
import type { Presence } from '../api/presence.js'
import type { Bot, CronHandler, Plugin } from '../bot-interface.js'
import type { AnyCommandHandler, CommandOptions } from '../dispatch/command/command.js'
import type { Commands } from '../dispatch/command/commands.js'
import type { Dispatch } from '../dispatch/dispatch.js'
import type { ErrorReport } from '../dispatch/error-report.js'
import {
  type AnyHandler,
  type AnyMiddleware,
  type AnyTextHandler,
  handlerLast,
  type OnOptions,
  type TextPattern,
  whereOf,
} from '../dispatch/handler.js'
import type { Matcher } from '../dispatch/matcher.js'
import type { HookHandler } from '../hooks/hook.js'
import type { HookOptions } from '../hooks/hook-options.js'
import type { Hooks } from '../hooks/hooks.js'
import type { Log } from '../log.js'
import type { Notifier } from '../notify/notifier.js'
import type { Plugins } from '../plugins/load.js'
import type { NamedPlugin } from '../plugins/plugin.js'
import type { Scope } from '../plugins/scope.js'
import { createStore } from '../plugins/store.js'
import { startInterval, startTimeout } from '../plugins/timers.js'
import type { Clock } from '../protocol/clock.js'
import type { State } from '../protocol/state.js'
import type { CronOptions, Due, Schedule } from '../schedule/cron.js'
import type { OwnWork } from './own-work.js'

/** The stations that a bot hands work to, and how it lives. */
export interface Behind extends Pick<Bot, 'listen' | 'settled' | 'close'> {
  readonly dispatch: Dispatch
  readonly commands: Commands
  readonly hooks: Hooks
  readonly apis: AccountApis
  readonly notifier: Notifier
  readonly presence: Presence
  readonly schedule: Schedule
  readonly ownWork: OwnWork
  readonly errors: ErrorReport
  readonly plugins: Plugins<Bot>
  readonly state: State
  readonly clock: Clock
  readonly log: Log
}

/** The bot as the owner of a scope sees it: what is registered with it goes away with the scope. */
export const createSurface = (behind: Behind, scope: Scope): Bot => {
  const { dispatch, commands, hooks, apis, notifier, presence, schedule, ownWork, errors, plugins } = behind
  const { state, clock, log, listen, settled, close } = behind
  return {
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
    hook(path: string, ...rest: readonly unknown[]) {
      const [handler, given] = handlerLast<HookHandler, HookOptions>(rest)
      return scope.keep(hooks.add(path, given ?? {}, handler))
    },
    hooks,
    commands,
    get handlers() {
      return dispatch.registered
    },
    explain: (event) => dispatch.explain(event),
    api: (selfId) => apis.of(selfId),
    pace: (selfId) => apis.paceOf(selfId),
    to: notifier.to,
    get accounts() {
      return presence.accounts
    },
    cron(pattern: string, ...rest: [CronHandler] | [CronOptions, CronHandler]) {
      const [given, handler] = rest.length === 1 ? [{}, rest[0]] : rest
      const where = whereOf(`cron ${given.name ?? pattern}`, scope)
      const run = (due: Due): Promise<void> => ownWork.runJob(where, given, handler, due)
      return scope.keep(schedule.add(scope.name ?? '', pattern, given, run))
    },
    after(ms, work) {
      const stop = scope.keep(
        startTimeout(clock, ms, () => {
          stop()
          void ownWork.guarded(whereOf('after', scope), work)
        }),
      )
      return stop
    },
    every: (ms, work) =>
      scope.keep(startInterval(clock, ms, () => void ownWork.guarded(whereOf('every', scope), work))),
    store: (name) => createStore(state, [scope.name ?? '', name]),
    plugin: (plugin: NamedPlugin<Bot> | Plugin, config?: unknown) => plugins.load(plugin, config, scope),
    signal: scope.signal,
    onRemove: (work) => scope.keep(work),
    onError: (listener) => scope.keep(errors.add(listener)),
    listen,
    settled,
    close,
  }
}
