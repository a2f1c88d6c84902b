import { createBot } from '../bot.js'
import type { Bot, Plugin } from '../bot-interface.js'
import type { BotOptions } from '../bot-options.js'
import { createLog } from '../log.js'
import type { NamedPlugin } from '../plugins/plugin.js'
import type { Implementation } from '../protocol/implementation.js'
import { createFakeOneBot, type FakeOneBot } from './fake-onebot.js'
import type { Faults } from './faults.js'
import type { Group, GroupOptions } from './group.js'
import type { DeliveredToBot, ReceivedCall } from './perform.js'
import { untilQuiet } from './quiet.js'
import { type Replayed, replay } from './replay.js'
import { TestClock } from './test-clock.js'
import type { Friend, FriendOptions, Stranger, World } from './world.js'
import type { Delivered, Fields } from './world-types.js'

export type TestedPlugin = Plugin | NamedPlugin<Bot>

export interface TestBotOptions
  extends Partial<Omit<BotOptions, 'endpoints' | 'accounts' | 'clock' | 'log' | 'admin'>> {
  /** What the account runs on. Default `napcat`. */
  readonly dialect?: Implementation
  /** How the bot calls. `false`: it cannot. Default `http`. */
  readonly api?: 'http' | 'ws' | false
  /** The account of the bot. Default 10000. */
  readonly selfId?: number
  readonly groups?: readonly GroupOptions[]
  readonly friends?: readonly FriendOptions[]
  /** The settings of the plugin, where it has a schema. With several plugins each of them gets these. */
  readonly config?: unknown
  /** What the clock begins with. Default: 20 November 2025, 23:00 in Shanghai. */
  readonly startsAt?: Date
  /** `keep`: errors of handlers are only put into `errors`. Default `throw`: what is waited for rejects with them. */
  readonly onErrors?: 'throw' | 'keep'
}

/** A line of the log. */
export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly [field: string]: unknown
}

/** A bot in a world of its own, on sockets of this machine that nobody else knows. */
export interface TestBot {
  /** The bot as its owner has it: more plugins, `bot.to`, `bot.explain`. */
  readonly bot: Bot
  /** Groups, friends and requests as they are now, and `changes`: what the account did. */
  readonly world: World
  /** What goes wrong: refusals, lost answers, an account that is offline. */
  readonly faults: Faults
  /** The time of the bot. Stands still until it is advanced. */
  readonly clock: TestClock
  /** Every call of the bot, in order. */
  readonly calls: readonly ReceivedCall[]
  /** Every line of the log, from `info` on. */
  readonly lines: readonly LogLine[]
  /** Every error of a handler and of an answer. */
  readonly errors: readonly unknown[]
  /** Throws where there is no such group. */
  group(id: number): Group
  /** Throws where there is no such friend. */
  friend(id: number): Friend
  stranger(id: number): Stranger
  /** Posts an event as it is, `sample('notice.friend_add')` for one. */
  deliver(event: Fields): Promise<DeliveredToBot>
  /** Posts what a capture holds, one after the other. Rejects with `CaptureError`. */
  replay(file: string): Promise<readonly Replayed[]>
  /** Resolves when nothing happens any more without time passing or somebody speaking. Rejects with the error of a handler. */
  settled(): Promise<void>
  /** Closes every socket; a handler at work is not waited for. */
  close(): Promise<void>
}

/** Signs what is posted. */
const token = 'test-token'

const noOne: Delivered = { status: undefined, body: '', effects: [] }

/** What an account says of itself when it comes online, so that scheduled jobs need not wait for it. */
const heartbeat = (selfId: number, time: number): Fields => ({
  time,
  self_id: selfId,
  post_type: 'meta_event',
  meta_event_type: 'heartbeat',
  status: { online: true, good: true },
  interval: 30_000,
})

const waysTo = async (fake: FakeOneBot, api: 'http' | 'ws' | false) => {
  if (api === false) return {}
  const url = await fake.listen()
  return { api: { url: api === 'ws' ? url.replace('http:', 'ws:') : url } }
}

/** The errors of handlers: who waits for the bot is told of each once. */
class Errors {
  readonly all: unknown[] = []
  readonly #throws: boolean
  #told = 0

  constructor(throws: boolean) {
    this.#throws = throws
  }

  throwNew(): void {
    const error = this.all[this.#told]
    const hasNew = this.all.length > this.#told
    this.#told = this.all.length
    if (hasNew && this.#throws) throw error
  }
}

/**
 * Starts a bot with this plugin, or these, and a fake implementation that posts to it and takes its calls. What
 * people do there resolves when everything has happened that follows from it. Close it when the test ends.
 */
export const createTestBot = async (
  plugins: TestedPlugin | readonly TestedPlugin[],
  options: TestBotOptions = {},
): Promise<TestBot> => {
  const { dialect = 'napcat', api = 'http', selfId = 10_000, groups = [], friends = [], config } = options
  const { startsAt = new Date('2025-11-20T15:00:00Z'), onErrors = 'throw', ...botOptions } = options
  const errors = new Errors(onErrors === 'throw')
  const lines: LogLine[] = []
  const posts = new Set<Promise<Delivered>>()
  let posted = 0

  const atWork = (): Promise<unknown> => Promise.all([...posts, bot.settled()])
  const signs = (): number => posted + posts.size + fake.calls.length + fake.world.changes.length
  const settled = async (): Promise<void> => {
    await untilQuiet(atWork, signs)
    errors.throwNew()
  }
  const clock = new TestClock(startsAt.getTime(), settled)
  const whenTold = async (post: Promise<Delivered>): Promise<Delivered> => {
    let came = noOne
    posted += 1
    posts.add(post)
    void post.then((delivered) => {
      came = delivered
      posts.delete(post)
    })
    await settled()
    return came
  }
  const fake = createFakeOneBot({
    dialect,
    selfId,
    token: dialect === 'shamrock' ? '' : token,
    clock: clock.now,
    whenTold,
  })
  for (const group of groups) fake.world.addGroup(group)
  for (const friend of friends) fake.world.addFriend(friend)

  const bot = createBot({
    pace: false,
    answersPerChat: 1_000_000,
    ...botOptions,
    endpoints: [{ path: '/bot', tokens: dialect === 'shamrock' ? [] : [token] }],
    accounts: [{ selfId, implementation: dialect, ...(await waysTo(fake, api)) }],
    clock,
    log: createLog('info', { write: (line) => void lines.push(JSON.parse(line) as LogLine) }),
  })
  bot.onError((error) => void errors.all.push(error))
  const close = async (): Promise<void> => {
    await bot.close({ withinMs: 0 })
    await fake.close()
  }
  const deliver = async (event: Fields): Promise<DeliveredToBot> => {
    const before = fake.calls.length
    return { ...(await fake.deliver(event)), calls: fake.calls.slice(before) }
  }
  try {
    const { port } = await bot.listen({ port: 0 })
    fake.postTo(`http://127.0.0.1:${port}/bot`)
    await deliver(heartbeat(selfId, fake.world.seconds))
    for (const plugin of [plugins].flat()) await bot.plugin(plugin as NamedPlugin<Bot>, config as never)
    await settled()
  } catch (error) {
    await close()
    throw error
  }
  const { world, faults, calls } = fake
  return {
    bot,
    world,
    faults,
    clock,
    calls,
    lines,
    errors: errors.all,
    group: (id) => world.group(id),
    friend: (id) => world.friend(id),
    stranger: (id) => world.stranger(id),
    deliver,
    replay: (file) => replay(file, selfId, deliver),
    settled,
    close,
  }
}
