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

/** The command line cannot do what it was asked to. */
export class CommandError extends CatflapError {
  readonly code = 'COMMAND'
}

/** A capture cannot be read or written. */
export class CaptureError extends CatflapError {
  readonly code = 'CAPTURE'
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
