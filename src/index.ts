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
export type { Implementation } from './protocol/implementation.js'

// Messages

export {
  at,
  atAll,
  type CardImageOptions,
  type CustomMusic,
  cardImage,
  contact,
  customMusic,
  dice,
  type FileOptions,
  type ForwardNode,
  face,
  file,
  forward,
  type ImageOptions,
  image,
  json,
  keyboard,
  location,
  longMessage,
  type MarketFace,
  type MusicPlatform,
  markdown,
  mface,
  music,
  node,
  type PlaceOptions,
  poke,
  pokeMessage,
  record,
  reply,
  rps,
  type ShareOptions,
  shake,
  share,
  text,
  tts,
  type VideoOptions,
  video,
  type XmlOptions,
  xml,
} from './protocol/build-segment.js'
export { decodeCqString, encodeCqString } from './protocol/cq-code.js'
export { type FromStreamOptions, fromStream, type Media } from './protocol/media.js'
export {
  type AnySegment,
  type ForwardedMessage,
  isSegment,
  plainText,
  type Segment,
  type SegmentMap,
  type SegmentOf,
  type UnknownSegment,
} from './protocol/message.js'
export { type MessagePart, msg } from './protocol/msg.js'
export { toSegments } from './protocol/normalize.js'
export { imagesOf, type Mentions, mentionsOf, quotedId } from './protocol/read-message.js'
export {
  type SentSegment,
  type SentSegmentMap,
  type SentSegmentOf,
  toSentSegments,
} from './protocol/sent-message.js'

// Answers

export type { Answer, AnswerOf, QuickActionOf, Reply } from './protocol/quick-action.js'
export type { EndpointOptions } from './receive/endpoint.js'
// Signatures
export { isSignatureValid, sign } from './receive/verify.js'
