/** The public surface of catflap. */

// A bot
export {
  type AccountOptions,
  type Bot,
  type BotEndpointOptions,
  type BotOptions,
  createBot,
  type Limits,
  type Listening,
  type ListenOptions,
  type Plugin,
} from './bot.js'
export type { AdminOptions } from './admin/server.js'
export type { ApiOptions } from './api/accounts.js'
export type { EndpointOptions } from './receive/endpoint-options.js'
export type { Log } from './log.js'
export { type Config, loadConfig } from './config.js'

// Handlers
export type { Order } from './dispatch/turns.js'
export type { AnswersSoFar } from './dispatch/answers.js'
export type { ErrorListener } from './dispatch/error-report.js'
export type { Handler, Middleware, TextHandler, TextMatch } from './dispatch/handler.js'

// Events
export type * from './protocol/event.js'
export type { InChat, MessageHelpers, OnMessage, SentMessage } from './protocol/event-helpers.js'
export { eventNames, eventSenders } from './protocol/event-senders.js'

// Messages: what is sent
export {
  at,
  atAll,
  cardImage,
  contact,
  customMusic,
  dice,
  face,
  file,
  forward,
  image,
  json,
  keyboard,
  location,
  longMessage,
  markdown,
  mface,
  music,
  node,
  poke,
  pokeMessage,
  record,
  reply,
  rps,
  shake,
  share,
  text,
  tts,
  video,
  xml,
} from './protocol/build-segment.js'
export type {
  CardImageOptions,
  CustomMusic,
  FileOptions,
  ForwardNode,
  ImageOptions,
  MarketFace,
  MusicPlatform,
  PlaceOptions,
  ShareOptions,
  VideoOptions,
  XmlOptions,
} from './protocol/build-segment.js'
export { fromStream, type FromStreamOptions, type Media } from './protocol/media.js'
export { type MessagePart, msg } from './protocol/msg.js'
export {
  type SentSegment,
  type SentSegmentMap,
  type SentSegmentOf,
  toSentSegments,
} from './protocol/sent-message.js'

// Messages: what is received
export {
  type AnySegment,
  type ForwardedMessage,
  isSegment,
  plainText,
  type Reply,
  type Segment,
  type SegmentMap,
  type SegmentOf,
  type UnknownSegment,
} from './protocol/message.js'
export { decodeCqString, encodeCqString } from './protocol/cq-code.js'
export { toSegments } from './protocol/normalize.js'
export { imagesOf, mentionsOf, type Picture, quotedId } from './protocol/read-message.js'

// Answers
export type { Answer, AnswerOf, QuickActionOf } from './protocol/quick-action.js'

// Calls
export type { ActionName, ActionParams, ActionResult, Api, CallOptions } from './protocol/action.js'
export type { ActionMap } from './protocol/action-map.js'
export type { Implementation } from './protocol/implementation.js'

// Signatures
export { isSignatureValid, sign } from './receive/signature.js'

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
