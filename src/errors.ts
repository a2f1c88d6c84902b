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

/** A question of `event.ask` got no answer. A handler that does not catch it ends quietly. */
export class AskEnded extends CatflapError {
  readonly code: string = 'ASK_ENDED'
  /** What is said to the person when the handler does not catch it. */
  readonly farewell: unknown

  constructor(message: string, farewell?: unknown) {
    super(message)
    this.farewell = farewell
  }
}

/** Nobody answered in time. */
export class AskTimeout extends AskEnded {
  override readonly code = 'ASK_TIMEOUT'
}

/** The person wrote one of the words that cancel. */
export class AskCancelled extends AskEnded {
  override readonly code = 'ASK_CANCELLED'
}

/** None of the messages was what was asked for. */
export class AskFailed extends AskEnded {
  override readonly code = 'ASK_FAILED'
}

/** Thrown by the handler of a hook: what the sender gets, as `{ "error": message }`. */
export class HttpError extends CatflapError {
  readonly code = 'HTTP'
  /** 400 to 599. */
  readonly status: number

  /** Throws a `RangeError` for a status that is no error. */
  constructor(status: number, message: string, options?: ErrorOptions) {
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw new RangeError(`${status} is no status of an error: 400 to 599`)
    super(message, options)
    this.status = status
  }
}

/** The command line cannot do what it was asked to. */
export class CommandError extends CatflapError {
  readonly code = 'COMMAND'
}

/** The journal cannot be opened or written to. */
export class JournalError extends CatflapError {
  readonly code = 'JOURNAL'
}

/** A capture cannot be read or written. */
export class CaptureError extends CatflapError {
  readonly code = 'CAPTURE'
}

export interface ApiErrorOptions extends ErrorOptions {
  readonly maybeDone?: boolean
}

/** A call of an action that did not succeed. */
export abstract class ApiError extends CatflapError {
  readonly action: string
  /** Whether it may have been carried out all the same: then do not simply call it again. */
  readonly maybeDone: boolean

  constructor(action: string, message: string, options: ApiErrorOptions = {}) {
    super(message, options)
    this.action = action
    this.maybeDone = options.maybeDone ?? false
  }
}

export interface RefusalOptions {
  /** What implementations mean by this retcode. */
  readonly meaning?: string
  /** What QQ itself said where the implementation only passes it on. */
  readonly result?: number
  readonly maybeDone?: boolean
}

/** The implementation answered and said no. */
export class ApiRefused extends ApiError {
  readonly code = 'API_REFUSED'
  /** The implementation's own number of the reason. 0: QQ said no, and NapCat passed it on; see `result`. */
  readonly retcode: number
  /** The implementation's words for it, empty where it gives none. */
  readonly wording: string
  /** What implementations mean by this retcode, empty where none is known to use it. */
  readonly meaning: string
  /** QQ's own number of the reason, where the implementation only passes it on. */
  readonly result: number | undefined

  constructor(action: string, retcode: number, wording: string, options: RefusalOptions = {}) {
    const { meaning = '', result, maybeDone = false } = options
    const number = result === undefined ? `retcode ${retcode}` : `result ${result}`
    const about = meaning === '' ? '' : ` (${meaning})`
    super(action, `${action} was refused with ${number}${about}${wording === '' ? '' : `: ${wording}`}`, {
      maybeDone,
    })
    this.retcode = retcode
    this.wording = wording
    this.meaning = meaning
    this.result = result
  }
}

/** No answer in time. */
export class ApiTimeout extends ApiError {
  readonly code = 'API_TIMEOUT'
  readonly timeoutMs: number

  constructor(action: string, timeoutMs: number) {
    const message = `${action} got no answer within ${timeoutMs} ms; it may have been carried out all the same`
    super(action, message, { maybeDone: true })
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

/** Nobody has said which account should send, and there are none or several. */
export class AccountUnclear extends CatflapError {
  readonly code = 'ACCOUNT_UNCLEAR'

  constructor(place: string, accounts: readonly number[]) {
    const known =
      accounts.length === 0
        ? 'none has posted yet and "accounts" is empty'
        : `there are ${accounts.join(', ')}, and none of them was seen there`
    super(`which account should send to ${place}? ${known}; say it: { from: 123456789 }`)
  }
}

/** What came back is no OneBot answer. */
export class ApiProtocolError extends ApiError {
  readonly code = 'API_PROTOCOL'
}

/** The account that should act has no API in the configuration. */
export class ApiNotConfigured extends ApiError {
  readonly code = 'API_NOT_CONFIGURED'
}
