import type { Implementation } from '../protocol/implementation.js'
import { dialects } from './dialects/all.js'
import { eventOf } from './events.js'
import { FakeApi } from './fake-api.js'
import { FakeSockets } from './fake-sockets.js'
import { Faults } from './faults.js'
import type { Group } from './group.js'
import { createPerform, type ReceivedCall } from './perform.js'
import { Poster } from './poster.js'
import { type Friend, type Stranger, World } from './world.js'
import type { Delivered, Fields } from './world-types.js'

export interface FakeOneBotOptions {
  readonly dialect: Implementation
  /** The account of the bot. Default 10000. */
  readonly selfId?: number
  /** Signs what is posted. Default: nothing is signed. */
  readonly token?: string
  /** Is asked of calls. Default: everybody may call. */
  readonly apiToken?: string
  /** Milliseconds. Default: a clock that stands still. */
  readonly clock?: () => number
  /** Where NapCat's chunks end. Default 65536 bytes. */
  readonly chunkBytes?: number
  /** Whether the account's own messages are posted too. Default false. */
  readonly reportSelf?: boolean
  /** The id of the first message. Default 1001; outside of NapCat and Shamrock it may be negative. */
  readonly firstMessageId?: number
  /** What an event resolves to, made of what its post resolves to. Default: the same. */
  readonly whenTold?: (posted: Promise<Delivered>) => Promise<Delivered>
}

/** An implementation that runs in the test, with a world of its own. */
export interface FakeOneBot {
  readonly dialect: Implementation
  readonly world: World
  readonly faults: Faults
  /** Every call that was understood, in order. */
  readonly calls: readonly ReceivedCall[]
  /** Where events are posted from now on. Before that nobody is told of anything. */
  postTo(url: string): void
  /** Opens the API; resolves to its address for HTTP. With `ws:` for `http:` it is the one for WebSocket. */
  listen(): Promise<string>
  /** Ends every connection to the API and opens it again at the same address. */
  restart(): Promise<void>
  /** Sends a heartbeat to everybody who listens over WebSocket. */
  beat(): void
  /** The same as `world.group`. */
  group(id: number): Group
  /** The same as `world.friend`. */
  friend(id: number): Friend
  /** The same as `world.stranger`. */
  stranger(id: number): Stranger
  /** Posts an event that the world knows nothing of, as it is. */
  deliver(event: Fields): Promise<Delivered>
  /** Resolves when every post of an own message is answered. */
  settled(): Promise<void>
  /** Ends every connection; an event that waits for its answer gets none. */
  close(): Promise<void>
}

const standingStill = (): number => Date.UTC(2025, 10, 20, 15)

/** A fake that behaves as the dialect does: on the wire, with what is answered, and with what is called. */
export const createFakeOneBot = (options: FakeOneBotOptions): FakeOneBot => {
  const { selfId = 10_000, token = '', apiToken = '', clock = standingStill, chunkBytes = 65_536 } = options
  const { reportSelf = false, firstMessageId = 1001, whenTold = (posted) => posted } = options
  const dialect = dialects[options.dialect]
  const faults = new Faults()
  const calls: ReceivedCall[] = []
  const reports = new Set<Promise<Delivered>>()
  let target: URL | undefined

  const report = (event: Fields): Promise<Delivered> => {
    sockets.emit(event)
    return poster.deliver(event, target)
  }
  const world: World = new World({
    selfId,
    clock,
    firstMessageId,
    isOnline: () => !faults.offline,
    flagOf: dialect.flag,
    tell: (happening) => whenTold(report(eventOf(dialect, world, happening))),
    onSent: (message) => {
      if (!reportSelf) return
      const told = report(eventOf(dialect, world, { kind: 'message', message }))
      reports.add(told)
      void told.finally(() => reports.delete(told))
    },
  })
  const poster = new Poster({ dialect, world, faults, selfId, token, chunkBytes })
  const perform = createPerform({ dialect, world, faults, calls })
  const sockets = new FakeSockets({ dialect, world, faults, perform, token: apiToken })
  const api = new FakeApi({
    dialect,
    faults,
    perform,
    token: apiToken,
    chunkBytes,
    upgrade: (request, socket, head) => sockets.upgrade(request, socket, head),
  })
  let address: string | undefined
  const end = async (): Promise<void> => {
    sockets.dropAll()
    if (address !== undefined) await api.close()
  }

  return {
    dialect: options.dialect,
    world,
    faults,
    calls,
    postTo(url) {
      target = new URL(url)
    },
    async listen() {
      address = await api.listen(0)
      return address
    },
    async restart() {
      if (address === undefined) throw new Error('the API has not been opened yet')
      await end()
      await api.listen(Number(new URL(address).port))
    },
    beat: () => sockets.beat(),
    group: (id) => world.group(id),
    friend: (id) => world.friend(id),
    stranger: (id) => world.stranger(id),
    deliver: (event) => whenTold(report(event)),
    async settled() {
      while (reports.size > 0) await Promise.all(reports)
    },
    async close() {
      poster.close()
      await end()
    },
  }
}
