/** The public surface of catflap. */

export type { ApiOptions } from './api/accounts.js'
// A bot
export {
  type AccountOptions,
  type Bot,
  type BotEndpointOptions,
  type BotOptions,
  createBot,
  type Listening,
  type ListenOptions,
  type Plugin,
} from './bot.js'
export { type Config, loadConfig } from './config.js'
// Handlers
export { AnswersSoFar } from './dispatch/answers.js'
export type { ErrorListener } from './dispatch/error-report.js'
export type { Handler, Middleware, TextHandler, TextMatch } from './dispatch/handler.js'
// Errors
export {
  ApiError,
  ApiNotConfigured,
  ApiProtocolError,
  ApiRefused,
  ApiTimeout,
  ApiUnreachable,
  CatflapError,
  ConfigError,
  PluginError,
} from './errors.js'
export type { Log } from './log.js'
// Calls
export type { ActionName, ActionParams, ActionResult, Api, CallOptions } from './protocol/action.js'
export type { ActionMap } from './protocol/action-map.js'
// Events
export type * from './protocol/event.js'
export type { Implementation } from './protocol/implementation.js'
// Messages
export { at, face, image, isSegment, type Reply, reply, type Segment, text } from './protocol/message.js'
// Answers
export type { Answer, AnswerOf, QuickActionOf } from './protocol/quick-action.js'
export type { EndpointOptions } from './receive/endpoint-options.js'
// Signatures
export { isSignatureValid, sign } from './receive/signature.js'
