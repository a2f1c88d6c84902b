import type { z } from 'zod'
import type { PaceStatus } from './api/pace.js'
import type { KnownAccount } from './api/presence.js'
import type { Listening, ListenOptions } from './bot-options.js'
import type { Declared } from './dispatch/command/args.js'
import type { CommandHandler, CommandOptions } from './dispatch/command/command.js'
import type { CommandControl } from './dispatch/command/commands.js'
import type { ErrorListener } from './dispatch/error-report.js'
import type { Verdict } from './dispatch/explain.js'
import type { Handler, Middleware, OnOptions, TextHandler, TextPattern } from './dispatch/handler.js'
import type { Matcher } from './dispatch/matcher.js'
import type { Registered } from './dispatch/registered.js'
import type { HookAnswer } from './hooks/hook-answer.js'
import type { HookDelivery } from './hooks/hook-delivery.js'
import type { HookOptions } from './hooks/hook-options.js'
import type { HookControl } from './hooks/hooks.js'
import type { Log } from './log.js'
import type { Targets, To } from './notify/target.js'
import type { LoadedPlugin, NamedPlugin } from './plugins/plugin.js'
import type { Store } from './plugins/store.js'
import type { Api } from './protocol/action.js'
import type { AnyEvent, EventName, UnknownEvent } from './protocol/event.js'
import type { CronOptions, Due } from './schedule/cron.js'

/** A set of handlers. The bot that it gets is its own: what it registers goes away with it. */
export type Plugin = (bot: Bot) => void | Promise<void>

/** What a scheduled job gets. */
export interface CronContext extends Due {
  /** Calls for the account that is online. */
  readonly api: Api
  /** Writes to groups and people, as the account of `from`. */
  readonly to: To
}

/** One delivery to a hook, with those who are to be told of it. What the handler says is said once, though it runs again. */
export interface BotHookDelivery<Body = unknown> extends HookDelivery<Body> {
  /** Writes to groups and people. */
  readonly to: To
  /** Writes to those that the hook or the configuration names (`notify`). */
  readonly targets: Targets
}

/** Answers a delivery to a hook. */
export type BotHookHandler<Body = unknown> = (hook: BotHookDelivery<Body>) => HookAnswer | Promise<HookAnswer>

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
  /**
   * Takes what others than OneBot post: GitHub, CI, monitoring, scripts. What the handler returns is the response. A
   * path begins with `/` and may have parts such as `:repo` or, at its end, `:repo?`; the same path again takes the
   * place of the first. Returns a function that removes it. Throws `ConfigError`.
   */
  hook(path: string, handler: BotHookHandler): () => void
  hook<Body = unknown>(path: string, options: HookOptions<Body>, handler: BotHookHandler<Body>): () => void
  /** The hooks at run time: which there are, and switching them on and off. */
  readonly hooks: HookControl
  /** The commands at run time: which there are, and switching them on and off. */
  readonly commands: CommandControl
  /** What is registered: the links of the chain in the order in which they are asked, then the handlers of `on`. */
  readonly handlers: readonly Registered[]
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
  /** Resolves when what is at work now has taken effect; conversations that wait for a person are not waited for. */
  settled(): Promise<void>
  /**
   * Takes nothing new, waits for what runs and for the calls of its answers (at most `withinMs`, default
   * `drainMs`), then aborts the signal of every event and closes all connections.
   */
  close(options?: { readonly withinMs?: number }): Promise<void>
}
