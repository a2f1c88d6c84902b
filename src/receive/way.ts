import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CountingLog, Log } from '../log.js'
import type { Delivery } from '../protocol/delivery.js'
import { andThen, conclude, type NowOrLater } from '../protocol/now-or-later.js'
import type { Turn } from '../protocol/turn.js'
import type { AddressList } from './address-list.js'
import type { Admission } from './admit.js'
import { type ReadBody, requireJson } from './body.js'
import type { ByteBudget } from './byte-budget.js'
import { addressOf } from './client-address.js'
import { decode } from './decode.js'
import type { Endpoint } from './endpoint.js'
import { refuseLockedOut, refuseWhile, requireAddress } from './guards.js'
import type { LockOut } from './lock-out.js'
import { type Keep, record } from './record.js'
import { answerRefusal, Refusal } from './refusal.js'
import { requireSignature, verifier } from './verify.js'

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
  readonly isDraining: () => boolean
  readonly log: Log
  readonly say: CountingLog
}

/** Takes a request to one endpoint, and answers it. */
export type Way = (request: IncomingMessage, response: ServerResponse) => void

/** The table of contents: the steps of a delivery, in order. Each throws a `Refusal` where it ends there. */
export const createWay = (endpoint: Endpoint, receiving: Receiving, readBody: ReadBody): Way => {
  const { admission, keep, enter, budget, lockOut, proxies, observed, isDraining, log, say } = receiving
  const { name } = endpoint
  const verify = verifier(endpoint, lockOut, log)
  const answer = receiving.answer(endpoint)

  const checkHead = ({ headers }: IncomingMessage, address: string): void => {
    refuseWhile(isDraining)
    requireAddress(endpoint, address)
    refuseLockedOut(lockOut, endpoint, address)
    requireSignature(endpoint, headers)
    requireJson(endpoint, headers)
  }

  const read = (bytes: Buffer, { headers }: IncomingMessage, address: string): Delivery => {
    verify(bytes, headers, address)
    const delivery = decode(endpoint, bytes, headers)
    // What was still arriving when the end began is not begun.
    refuseWhile(isDraining)
    delivery.turn = enter(delivery)
    if (delivery.turn === undefined) throw new Refusal('overloaded', { endpoint: name })
    return delivery
  }

  const handle = (
    delivery: Delivery,
    { rawHeaders }: IncomingMessage,
    response: ServerResponse,
  ): NowOrLater<void> =>
    andThen(admission(delivery, name), (isAdmitted) => {
      if (!isAdmitted) return answerNothing(response)
      return andThen(record(keep, endpoint, delivery, rawHeaders), () => answer(delivery, response))
    })

  return (request, response) => {
    const startedAt = performance.now()
    const address = addressOf(request, proxies)
    const ended = (outcome: string): void => observed(name, outcome, (performance.now() - startedAt) / 1000)
    const refuse = (thrown: unknown): void => {
      answerRefusal(response, thrown, address, say)
      ended(thrown instanceof Refusal ? thrown.cause : 'failed')
    }
    const arrived = (bytes: Buffer, release: () => void): void => {
      let turn: Turn | undefined
      const leave = (): void => {
        // It did not get as far as its handlers.
        turn?.cancel()
        release()
      }
      conclude(
        () => {
          const delivery = read(bytes, request, address)
          turn = delivery.turn
          return handle(delivery, request, response)
        },
        () => {
          leave()
          ended(response.statusCode === 200 ? 'answered' : 'empty')
        },
        (thrown) => {
          leave()
          refuse(thrown)
        },
      )
    }
    try {
      checkHead(request, address)
      readBody(request, endpoint, budget, { arrived, failed: refuse })
    } catch (thrown) {
      refuse(thrown)
    }
  }
}

const answerNothing = (response: ServerResponse): void => {
  response.statusCode = 204
  response.end()
}
