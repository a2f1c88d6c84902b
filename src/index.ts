/** The public surface of catflap. */

// A bot
export { createBot } from './bot.js'
export type { Bot, CronContext, CronHandler, Plugin } from './bot-interface.js'
export type {
  AccountOptions,
  BotEndpointOptions,
  BotOptions,
  Limits,
  Listening,
  ListenOptions,
} from './bot-options.js'
export type { AdminOptions } from './admin/server.js'
export type { ApiOptions, ApiWays } from './api/api-options.js'
export type { MediaOptions } from './api/local-files.js'
export type { PaceOptions, PaceStatus } from './api/pace.js'
export type { Rate } from './api/token-bucket.js'
export type { EndpointOptions } from './receive/endpoint-options.js'
export type { TlsFiles } from './receive/certificate.js'
export type { MissedOptions } from './api/missed.js'
export type { CaptureOptions } from './capture/capture-options.js'
export type { JournalOptions } from './journal/journal-options.js'
export type { Log } from './log.js'
export type { State } from './protocol/state.js'
export { type Config, loadConfig } from './config.js'

// Plugins
export { z } from 'zod'
export { definePlugin } from './define-plugin.js'
export type { LoadedPlugin, NamedPlugin } from './plugins/plugin.js'
export type { Store } from './plugins/store.js'

// Time, accounts, targets
export { type Clock, systemClock } from './protocol/clock.js'
export type { CronOptions, Due } from './schedule/cron.js'
export type { KnownAccount } from './api/presence.js'
export type { AllOptions, Sent, Target, TargetOptions, Targets, To } from './notify/target.js'
export type { AlertOptions, AlertState } from './notify/alerts.js'
export type { GatherOptions } from './notify/gatherings.js'
export { isTargetName, type TargetName } from './protocol/target-name.js'

// Handlers
export type { Order } from './dispatch/turns.js'
export type { AnswersSoFar } from './dispatch/answers.js'
export type { ErrorListener } from './dispatch/error-report.js'
export type { Verdict } from './dispatch/explain.js'
export type { Registered } from './dispatch/registered.js'
export type {
  Handler,
  OnOptions,
  MatchOf,
  MessageAnswer,
  Middleware,
  TextHandler,
  TextMatch,
  TextPattern,
} from './dispatch/handler.js'

// Matchers
export {
  all,
  any,
  type Matcher,
  type MatcherContext,
  matcher,
  type NarrowOf,
  not,
} from './dispatch/matcher.js'
export {
  fromGroup,
  fromUser,
  has,
  type InGroup,
  isAdmin,
  isOwner,
  isSuperuser,
  keyword,
  toMe,
} from './dispatch/matchers.js'

// Hooks
export type { BotHookDelivery, BotHookHandler } from './bot-interface.js'
export { echoHook } from './built-in/echo-hook.js'
export { hookCommands } from './built-in/hook-commands.js'
export { dingtalk, feishu } from './hooks/chat-bots.js'
export { HttpError } from './errors.js'
export type { ConfiguredHook } from './hooks/configured.js'
export type { SecretKind, VerifyOptions } from './hooks/verify-options.js'
export type { HookControl, HookInfo } from './hooks/hooks.js'
export {
  accepted,
  type Accepted,
  type HookAnswer,
  type HookResponse,
  type Job,
  respond,
} from './hooks/hook-answer.js'
export type { HookDelivery } from './hooks/hook-delivery.js'
export type { BodyKind, HookMethod, HookOptions, HookSettings } from './hooks/hook-options.js'
export type { LastDelivery } from './hooks/last-delivery.js'
export type { Trial, TrialOptions, TrialRequest, TrialResponse } from './hooks/trial.js'
export type { FileLimits, HookFile } from './hooks/multipart.js'
export { gitea, github, hmac, type HmacOptions } from './hooks/signed.js'
export { ip, origin } from './hooks/sources.js'
export { slack, standardWebhooks } from './hooks/timed.js'
export { basic, bearer, gitlab } from './hooks/tokens.js'
export {
  type AboutVerification,
  allOf,
  anyOf,
  type Delivered,
  type Secrets,
  type Verdict as VerificationVerdict,
  type Verification,
} from './hooks/verification.js'

// Commands
export type { ArgsOf, Declared } from './dispatch/command/args.js'
export type { CommandEvent, CommandHandler, CommandOptions } from './dispatch/command/command.js'
export type { CommandControl, CommandInfo, CommandSettings } from './dispatch/command/commands.js'
export type { Cooldown } from './dispatch/command/cooldown.js'
export { parseDuration } from './dispatch/command/duration.js'
export type { Language } from './dispatch/command/language.js'
export type { Role } from './dispatch/command/role.js'
export type { SwitchPlace } from './dispatch/command/switches.js'
export type { ValueTypes } from './dispatch/command/value.js'

// Conversations
export { ask, type NumberOptions } from './dispatch/validators.js'
export type { Ask, AskOptions, CheckedAskOptions, Unfit, Validator } from './protocol/ask.js'

// Events
export type * from './protocol/event.js'
export type { InChat, MessageHelpers, OnMessage } from './protocol/event-helpers.js'
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
export type { LocalFile } from './protocol/local-file.js'
export { fromStream, type FromStreamOptions, type Media } from './protocol/media.js'
export { type MessagePart, msg } from './protocol/msg.js'
export { template } from './notify/template.js'
export {
  type SentMessage,
  type SentSegment,
  type SentSegmentMap,
  type SentSegmentOf,
  toSentSegments,
} from './protocol/sent-message.js'

// What other webhooks say
export { dingtalkMessage } from './notify/formats/dingtalk.js'
export { feishuMessage } from './notify/formats/feishu.js'
export { githubMessage } from './notify/formats/github.js'
export { gitlabMessage } from './notify/formats/gitlab.js'
export { type Alert, alertmanagerAlert, uptimeKumaAlert } from './notify/formats/monitoring.js'

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
export type { ActionName, ActionParams, ActionResult, Api, CallOptions, Priority } from './protocol/action.js'
export type { Conversation } from './protocol/chat.js'
export type { ForwardItem, ForwardOptions } from './protocol/forward.js'
export type { HistoryOptions, PastMessage } from './protocol/history.js'
export type {
  DownloadOptions,
  FileInfo,
  FileSource,
  Progress,
  UploadedFile,
  UploadOptions,
} from './protocol/files.js'
export type { ActionMap } from './protocol/action-map.js'
export type { Implementation } from './protocol/implementation.js'

// Signatures
export { isSignatureValid, sign } from './receive/signature.js'

// Errors
export {
  AccountUnclear,
  ApiError,
  ApiNotConfigured,
  ApiNotSent,
  ApiProtocolError,
  ApiRefused,
  ApiTimeout,
  ApiUnreachable,
  AskCancelled,
  AskEnded,
  AskFailed,
  AskTimeout,
  CatflapError,
  ConfigError,
  JournalError,
  PluginError,
} from './errors.js'
