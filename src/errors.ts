/** The base of every error that catflap throws: `code` names the case for programs. */
export abstract class CatflapError extends Error {
  abstract readonly code: string

  override get name(): string {
    return this.constructor.name
  }
}

/** The configuration or an option cannot be used; each problem names its place, what was found and the fix. */
export class ConfigError extends CatflapError {
  readonly code = 'CONFIG'
  readonly problems: readonly string[]

  constructor(source: string, problems: readonly string[], options?: ErrorOptions) {
    super(`${source} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`, options)
    this.problems = problems
  }
}

/** A plugin cannot be loaded or failed while it set itself up. */
export class PluginError extends CatflapError {
  readonly code = 'PLUGIN'
}

/** The command line cannot do what it was asked to. */
export class CommandError extends CatflapError {
  readonly code = 'COMMAND'
}

/** A call of an action that did not succeed. */
export abstract class ApiError extends CatflapError {
  readonly action: string

  constructor(action: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.action = action
  }
}

/** The implementation answered and said no. */
export class ApiRefused extends ApiError {
  readonly code = 'API_REFUSED'
  /** The implementation's own number of the reason. */
  readonly retcode: number
  /** The implementation's words for it, empty where it gives none. */
  readonly wording: string

  constructor(action: string, retcode: number, wording: string) {
    super(action, `${action} was refused with retcode ${retcode}${wording === '' ? '' : `: ${wording}`}`)
    this.retcode = retcode
    this.wording = wording
  }
}

/** No answer in time. Whatever the action does may have been done all the same. */
export class ApiTimeout extends ApiError {
  readonly code = 'API_TIMEOUT'
  readonly timeoutMs: number

  constructor(action: string, timeoutMs: number) {
    super(action, `${action} got no answer within ${timeoutMs} ms; it may have been carried out all the same`)
    this.timeoutMs = timeoutMs
  }
}

/** Nobody answers at the address of the API, or the connection broke off. */
export class ApiUnreachable extends ApiError {
  readonly code = 'API_UNREACHABLE'
}

/** It was given up before it left: nothing was sent. */
export class ApiNotSent extends ApiError {
  readonly code = 'API_NOT_SENT'
  /**
   * `expired`: it waited too long for its turn; `full`: too many wait already; `closed`: the bot was shut down;
   * `file`: a file in the message cannot be read or uploaded (`cause`).
   */
  readonly reason: NotSentReason

  constructor(action: string, reason: NotSentReason, options: ErrorOptions = {}) {
    const why = options.cause instanceof Error ? `: ${options.cause.message}` : ''
    super(action, `${action} was not sent: ${notSentBecause[reason]}${why}`, options)
    this.reason = reason
  }
}

type NotSentReason = keyof typeof notSentBecause

const notSentBecause = {
  expired: 'its turn did not come within "pace.expireMs", and an answer so late is none',
  full: 'as many sends as "pace.maxQueued" wait already',
  closed: 'the bot was shut down before its turn came',
  file: 'a file in the message cannot be read or uploaded',
} as const

/** What came back is no OneBot answer. */
export class ApiProtocolError extends ApiError {
  readonly code = 'API_PROTOCOL'
}

/** The account that should act has no API in the configuration. */
export class ApiNotConfigured extends ApiError {
  readonly code = 'API_NOT_CONFIGURED'
}
