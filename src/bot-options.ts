import type { AdminOptions } from './admin/server.js'
import type { ApiWays } from './api/api-options.js'
import type { MediaOptions } from './api/local-files.js'
import type { MissedOptions } from './api/missed.js'
import type { PaceOptions } from './api/pace.js'
import type { CaptureOptions } from './capture/capture-options.js'
import type { CommandSettings } from './dispatch/command/commands.js'
import type { Language } from './dispatch/command/language.js'
import { defaultTurnLimits, type Order, type TurnLimits } from './dispatch/turns.js'
import type { ConfiguredHook } from './hooks/configured.js'
import type { JournalOptions } from './journal/journal-options.js'
import type { Log } from './log.js'
import type { Clock } from './protocol/clock.js'
import type { Implementation } from './protocol/implementation.js'
import type { State } from './protocol/state.js'
import type { TlsFiles } from './receive/certificate.js'
import type { EndpointOptions } from './receive/endpoint-options.js'
import { defaultReceiveLimits, type ReceiveLimits } from './receive/limits.js'

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
  /** Where deliveries are kept until their answers have taken effect. Default: the last 200 in memory. */
  readonly journal?: JournalOptions
  /** A file to which every delivery is written with its answer and its calls, for `catflap replay`. Default: none. */
  readonly capture?: string | CaptureOptions
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
  /** Listen with https. The files are read again when they change. Default: http. */
  readonly tls?: TlsFiles
  /** `chat`: the events of one chat are handled one after another. Default `none`: they only begin in order. */
  readonly order?: Order
  /** What counts for the hooks of plugins: who may send, whom they tell, whether they are enabled. */
  readonly hooks?: readonly ConfiguredHook[]
  /** How much may be at work at one time. What is beyond it is refused. */
  readonly limits?: Partial<Limits>
  /** A listener with `/healthz`, `/readyz` and `/metrics`. Default: none. */
  readonly admin?: AdminOptions
  /** Default: JSON lines on standard error. */
  readonly log?: Log
  /** Default: that of the machine. */
  readonly clock?: Clock
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

export const defaultHandlerBudgetMs = 60_000
export const defaultDrainMs = 10_000
export const defaultLimits: Limits = { ...defaultReceiveLimits, ...defaultTurnLimits }
export const defaultAnswersPerChat = 20
