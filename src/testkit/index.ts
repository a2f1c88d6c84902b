/** The public surface of catflap/testkit. */

export type { Implementation } from '../protocol/implementation.js'
export type { Faults, Gate, Spoil } from './faults.js'
export type { Group, GroupOptions, Member, MemberOptions, Said } from './group.js'
export type { DeliveredToBot, ReceivedCall } from './perform.js'
export type { Replayed } from './replay.js'
export { type SampledName, sample } from './sample.js'
export { type Summary, summarize } from './summary.js'
export {
  createTestBot,
  type LogLine,
  type TestBot,
  type TestBotOptions,
  type TestedPlugin,
} from './test-bot.js'
export type { TestClock } from './test-clock.js'
export type { Friend, FriendOptions, Stranger, World } from './world.js'
export type { Change, Delivered, Fields, Message, Request, Role } from './world-types.js'
