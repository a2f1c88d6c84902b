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
export type { ErrorListener } from './dispatch/dispatch.js'
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
export type { Api, CallOptions } from './protocol/action.js'
// Events
export type * from './protocol/event.js'
export type { InChat, MessageHelpers, OnMessage, Sendable, SentMessage } from './protocol/event-helpers.js'
export { eventNames, eventSenders } from './protocol/event-senders.js'
export type { Implementation } from './protocol/implementation.js'
// Messages
export { at, face, image, isSegment, reply, type Segment, text } from './protocol/message.js'
// Answers
export type { Answer, AnswerOf, QuickActionOf, Reply } from './protocol/quick-action.js'
export type { EndpointOptions } from './receive/endpoint.js'
// Signatures
export { isSignatureValid, sign } from './receive/verify.js'
