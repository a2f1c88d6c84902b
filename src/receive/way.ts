import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CountingLog, Log } from '../log.js'
import type { Delivery } from '../protocol/delivery.js'
import { isLater, type NowOrLater } from '../protocol/now-or-later.js'
import type { Turn } from '../protocol/turn.js'
import type { AddressList } from './address-list.js'
import type { Admission } from './admit.js'
import { type BodyListener, type Held, type ReadBody, requireJson } from './body.js'
import type { ByteBudget } from './byte-budget.js'
import { addressOf } from './client-address.js'
import { decode } from './decode.js'
import type { Endpoint } from './endpoint.js'
import { refuseLockedOut, refuseWhile, requireAddress } from './guards.js'
import type { LockOut } from './lock-out.js'
import { type Keep, record } from './record.js'
import { answerRefusal, Refusal } from './refusal.js'
import type { InRound, Rounds } from './rounds.js'
import { requireSignature, type Verify, verifier } from './verify.js'

/** What the ways of all endpoints share. */
export interface Receiving {
  readonly admission: Admission
  readonly keep: Keep
  /** A place among the events that wait for their handlers; `undefined`: there is none left. */
  readonly enter: (delivery: Delivery) => Turn | undefined
  readonly budget: ByteBudget
  readonly lockOut: LockOut
  /** Whose `X-Forwarded-For` is believed. */
  readonly proxies: AddressList
  /** Is told what became of a delivery, and in how many seconds: `answered`, `empty`, or why it was refused. */
  readonly observed: (endpoint: string, outcome: string, seconds: number) => void
  /** The rest of the way: event → handlers → response. */
  readonly answer: (endpoint: Endpoint) => (delivery: Delivery, response: ServerResponse) => NowOrLater<void>
  readonly rounds: Rounds
  readonly isDraining: () => boolean
  readonly log: Log
  readonly say: CountingLog
}

/** Takes a request to one endpoint, and answers it. */
export type Way = (request: IncomingMessage, response: ServerResponse) => void

/** What the deliveries of one endpoint need on their way. */
interface Stations extends Receiving {
  readonly endpoint: Endpoint
  readonly readBody: ReadBody
  readonly verify: Verify
  readonly respond: ReturnType<Receiving['answer']>
}

/** The way of the deliveries to one endpoint. */
export const createWay = (endpoint: Endpoint, receiving: Receiving, readBody: ReadBody): Way => {
  const { lockOut, log } = receiving
  const verify = verifier(endpoint, lockOut, log)
  const stations: Stations = {
    ...receiving,
    endpoint,
    readBody,
    verify,
    respond: receiving.answer(endpoint),
  }
  return (request, response) => new Passage(stations, request, response).begin()
}

/**
 * One delivery on its way. The methods are its steps, in order; each throws a `Refusal` where it ends there. An object
 * and not functions inside functions: thousands a second go this way.
 */
class Passage implements BodyListener, InRound {
  readonly #stations: Stations
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #address: string
  readonly #startedAt = performance.now()
  #bytes: Buffer | undefined
  #held: Held | undefined
  #turn: Turn | undefined

  constructor(stations: Stations, request: IncomingMessage, response: ServerResponse) {
    this.#stations = stations
    this.#request = request
    this.#response = response
    this.#address = addressOf(request, stations.proxies)
  }

  begin(): void {
    const { endpoint, budget, readBody } = this.#stations
    try {
      this.#checkHead()
      readBody(this.#request, endpoint, budget, this)
    } catch (thrown) {
      this.failed(thrown)
    }
  }

  #checkHead(): void {
    const { endpoint, lockOut, isDraining } = this.#stations
    const { headers } = this.#request
    refuseWhile(isDraining)
    requireAddress(endpoint, this.#address)
    refuseLockedOut(lockOut, endpoint, this.#address)
    requireSignature(endpoint, headers)
    requireJson(endpoint, headers)
  }

  arrived(bytes: Buffer, held: Held): void {
    this.#bytes = bytes
    this.#held = held
    this.#stations.rounds.add(this)
  }

  handle(): void {
    try {
      const handled = this.#admit(this.#read(this.#bytes ?? nothing))
      if (!isLater(handled)) this.#end()
      else
        void handled.then(
          () => this.#end(),
          (thrown) => this.failed(thrown),
        )
    } catch (thrown) {
      this.failed(thrown)
    }
  }

  #read(bytes: Buffer): Delivery {
    const { endpoint, verify, isDraining, enter } = this.#stations
    const { headers } = this.#request
    verify(bytes, headers, this.#address)
    const delivery = decode(endpoint, bytes, headers)
    // What was still arriving when the end began is not begun.
    refuseWhile(isDraining)
    this.#turn = enter(delivery)
    if (this.#turn === undefined) throw new Refusal('overloaded', { endpoint: endpoint.name })
    delivery.turn = this.#turn
    return delivery
  }

  #admit(delivery: Delivery): NowOrLater<void> {
    const { admission, endpoint } = this.#stations
    const admitted = admission(delivery, endpoint.name)
    return isLater(admitted)
      ? admitted.then((isAdmitted) => this.#respond(delivery, isAdmitted))
      : this.#respond(delivery, admitted)
  }

  #respond(delivery: Delivery, isAdmitted: boolean): NowOrLater<void> {
    const { endpoint, keep, respond, rounds } = this.#stations
    if (!isAdmitted) {
      rounds.send(this.#response, undefined)
      return undefined
    }
    const recorded = record(keep, endpoint, delivery, this.#request.rawHeaders)
    return isLater(recorded)
      ? recorded.then(() => respond(delivery, this.#response))
      : respond(delivery, this.#response)
  }

  #end(): void {
    this.#leave()
    this.#observe(this.#response.statusCode === 200 ? 'answered' : 'empty')
  }

  failed(thrown: unknown): void {
    this.#leave()
    answerRefusal(this.#response, thrown, this.#address, this.#stations.say)
    this.#observe(thrown instanceof Refusal ? thrown.cause : 'failed')
  }

  #leave(): void {
    // It did not get as far as its handlers.
    this.#turn?.cancel()
    this.#held?.release()
  }

  #observe(outcome: string): void {
    const { endpoint, observed } = this.#stations
    observed(endpoint.name, outcome, (performance.now() - this.#startedAt) / 1000)
  }
}

const nothing = Buffer.alloc(0)
