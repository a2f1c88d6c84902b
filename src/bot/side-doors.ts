import type { AccountApis } from '../api/accounts.js'
import { type MissedOptions, missedEvents, type Trail, type Trails } from '../api/missed.js'
import type { Recorder } from '../capture/recorder.js'
import type { Handled } from '../dispatch/in-flight.js'
import type { Turns } from '../dispatch/turns.js'
import type { CountingLog, Log } from '../log.js'
import type { Api } from '../protocol/action.js'
import type { Delivery } from '../protocol/delivery.js'
import { type Entry, missedEntry } from '../protocol/journal.js'
import type { Admission } from '../receive/admit.js'
import { decodeAlone } from '../receive/decode.js'
import type { Endpoint } from '../receive/endpoint.js'
import type { Keep } from '../receive/record.js'
import { answerByCalls } from '../reply/answer.js'
import type { Around } from '../reply/carrier.js'

export interface SideDoorsOptions {
  /** Hands a delivery to the handlers. */
  readonly deliver: (delivery: Delivery, api: Api, from: string) => Handled
  readonly admission: Admission
  readonly keep: Keep
  readonly turns: Pick<Turns, 'enter'>
  readonly apis: Pick<AccountApis, 'of' | 'seen' | 'has'>
  readonly around: Around
  readonly recorder: Recorder | undefined
  readonly trails: Pick<Trails, 'of'>
  /** Whether a handler takes events that were missed. */
  readonly wantsMissed: () => boolean
  readonly missed: MissedOptions | undefined
  readonly endpoints: readonly Endpoint[]
  readonly isDraining: () => boolean
  readonly background: (work: Promise<void>) => void
  readonly log: Log
  readonly say: CountingLog
  readonly now: () => number
}

/** Ways of events that come without a request: no response can carry their answers, calls do. */
export class SideDoors {
  readonly #options: SideDoorsOptions

  constructor(options: SideDoorsOptions) {
    this.#options = options
  }

  /** An event that came over a WebSocket, from an account that belongs there. Never rejects. */
  async enter(bytes: Buffer, from: string): Promise<void> {
    const { isDraining, turns, admission, keep, apis, say } = this.#options
    if (isDraining()) return
    try {
      const delivery = decodeAlone(bytes)
      delivery.turn = turns.enter(delivery.chat)
      if (delivery.turn === undefined) throw new Error('too many events are at work or waiting ("limits")')
      try {
        if (!(await admission(delivery, from))) return
        delivery.journal = await keep(delivery, from, [])
        void this.#answerLater(delivery, apis.of(delivery.selfId, 'answer'), from)
      } finally {
        // It did not get as far as its handlers.
        delivery.turn.cancel()
      }
    } catch (err) {
      say.say({
        key: 'event',
        level: 'warn',
        fields: { from, err },
        message: `an event over ${from} is dropped`,
      })
    }
  }

  /** Asks for what happened while nobody heard an account, for the handlers that want it. */
  catchUp(selfId: number): void {
    const { trails, wantsMissed, apis, background } = this.#options
    const trail = trails.of(selfId)
    if (trail === undefined || !wantsMissed() || !apis.has(selfId)) return
    background(this.#enterMissed(selfId, trail))
  }

  /** What an earlier process has left unfinished. */
  reenter({ id, at, answered, endpoint, eventId, bytes, headers }: Entry): void {
    const { endpoints, apis } = this.#options
    const delivery = {
      ...decodeAlone(bytes, Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))),
      ...(eventId === undefined ? {} : { id: eventId }),
      journal: { id, at, answered, redelivered: true },
      missed: endpoint === missedEntry,
    }
    const path = endpoints.find(({ name }) => name === endpoint)?.path
    const { selfId } = delivery
    const api = path === undefined ? apis.of(selfId, 'answer') : apis.seen(selfId, path)
    void this.#answerLater(delivery, api, endpoint)
  }

  /** Hands a delivery over and makes the calls of its answers. Never rejects. */
  carryByCalls(delivery: Delivery, hand: (one: Delivery) => Handled): Promise<void> {
    const { around, background, recorder } = this.#options
    const finished = answerByCalls(delivery, { deliver: hand, around, background })
    recorder?.finishing(delivery.id, finished)
    return finished
  }

  #answerLater(delivery: Delivery, api: Api, from: string): Promise<void> {
    const { deliver, recorder } = this.#options
    const carry = (): Promise<void> => this.carryByCalls(delivery, (one) => deliver(one, api, from))
    return recorder === undefined ? carry() : recorder.within(delivery.id, carry)
  }

  async #enterMissed(selfId: number, trail: Trail): Promise<void> {
    const { apis, admission, keep, isDraining, missed, log, now } = this.#options
    const failed = (err: unknown): void =>
      log.debug({ selfId, err }, 'the implementation does not tell what was missed')
    let count = 0
    for await (const raw of missedEvents(apis.of(selfId), trail, now(), failed, missed)) {
      if (isDraining()) return
      const delivery: Delivery = { ...decodeAlone(Buffer.from(JSON.stringify(raw))), missed: true }
      if (!(await admission(delivery, missedEntry))) continue
      delivery.journal = await keep(delivery, missedEntry, [])
      count += 1
      await this.#answerLater(delivery, apis.of(selfId, 'answer'), missedEntry)
    }
    if (count > 0) log.info({ selfId, count }, `${count} events that were missed have been handled`)
  }
}
