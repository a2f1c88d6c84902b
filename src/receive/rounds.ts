import type { ServerResponse } from 'node:http'
// Not the global one: tests of bots put another in its place.
import { setImmediate } from 'node:timers'

/** A delivery whose body has arrived. */
export interface InRound {
  /** Does with it what can be done at once. */
  handle(): void
}

/** A response that is on its way out. */
interface Leaving {
  readonly response: ServerResponse
  /** In ASCII; `undefined`: 204. */
  readonly body: string | undefined
}

/** Nobody waits for more than so many others. */
const maxTogether = 64

/**
 * What arrives in one turn of the event loop is handled together, one after the other, and then its responses leave
 * together. Between two system calls most of what a processor has at hand is lost: handled one by one, as they are
 * read, the same deliveries take half as long again.
 */
export class Rounds {
  #arrived: InRound[] = []
  #leaving: Leaving[] = []
  /** Responses wait until everything that has arrived is handled. */
  #isHandling = false

  add(arrived: InRound): void {
    if (this.#arrived.push(arrived) === 1) setImmediate(() => this.#handle())
  }

  /** Sends a response, together with the others. */
  send(response: ServerResponse, body: string | undefined): void {
    response.statusCode = body === undefined ? 204 : 200
    const isFirst = this.#leaving.push({ response, body }) === 1
    // Handlers that wait for the same go on one after the other: this comes behind them.
    if (isFirst && !this.#isHandling) queueMicrotask(() => this.#send())
  }

  #handle(): void {
    const arrived = this.#arrived
    this.#arrived = []
    this.#isHandling = true
    let done = 0
    try {
      for (const one of arrived) {
        done += 1
        one.handle()
        if (this.#leaving.length >= maxTogether) this.#send()
      }
    } finally {
      this.#isHandling = false
      // One that throws takes none of the others with it.
      for (const one of arrived.slice(done)) this.add(one)
      this.#send()
    }
  }

  #send(): void {
    const leaving = this.#leaving
    this.#leaving = []
    for (const { response, body } of leaving) write(response, body)
  }
}

const write = (response: ServerResponse, body: string | undefined): void => {
  if (body === undefined) {
    response.end()
    return
  }
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length }
  // Head and body leave together.
  response.writeHead(200, headers).end(body, 'latin1')
}
