import { ApiTimeout, ApiUnreachable } from '../errors.js'
import { maxTimerMs } from '../protocol/clock.js'
import type { Call } from './transport.js'

/** Calls that may wait for their answers over one connection, and characters of them that may wait to be sent. */
const maxCalls = 10_000
const maxUnsent = 64 * 1024 * 1024

/** Who waits for what comes of a call. */
export interface Receiver {
  /** Takes one envelope; `true`: more are to come. */
  take(answer: unknown, bytes: number): boolean
  readonly fail: (error: unknown) => void
}

/** Whom one envelope is enough. */
export class FirstAnswer implements Receiver {
  readonly fail: Receiver['fail']
  readonly #resolve: (answer: unknown) => void

  constructor(resolve: (answer: unknown) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve
    this.fail = reject
  }

  take(answer: unknown): boolean {
    this.#resolve(answer)
    return false
  }
}

interface Waiting {
  readonly call: Call
  readonly receiver: Receiver
  readonly timer: NodeJS.Timeout
  readonly giveUp: (() => void) | undefined
  /** What is to be sent; empty: it has been. */
  frame: string
}

/** The calls of one connection that wait for their answers, by their echo. Each of them ends once. */
export class InFlight {
  readonly #waiting = new Map<string, Waiting>()
  #lastEcho = 0
  #unsent = 0
  /** Why nothing can be sent now. */
  #trouble = 'not connected yet'
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** Begins a call: its time runs from here on. `buffered`: bytes on their way already. Returns its echo. */
  add(call: Call, receiver: Receiver, buffered: number): string {
    if (this.#waiting.size >= maxCalls || buffered + this.#unsent + call.params.length > maxUnsent)
      throw this.#unreachable(call.action, 'too many calls wait', false)
    this.#lastEcho += 1
    // A text: go-cqhttp turns numbers into floating point.
    const echo = `c${this.#lastEcho.toString(36)}`
    const frame = `{"action":${JSON.stringify(call.action)},"params":${call.params},"echo":"${echo}"}`
    const timer = setTimeout(this.#expire, Math.min(call.timeoutMs, maxTimerMs), echo)
    const giveUp = call.signal && (() => this.#fail(echo, call.signal?.reason))
    if (giveUp !== undefined) call.signal?.addEventListener('abort', giveUp)
    this.#waiting.set(echo, { call, receiver, timer, giveUp, frame })
    this.#unsent += frame.length
    return echo
  }

  /** Nobody waits for it any more. */
  drop(echo: string): void {
    this.#end(echo)
  }

  /** What is to be sent of this call, once. */
  takeFrame(echo: string): string {
    const waiting = this.#waiting.get(echo)
    if (waiting === undefined) return ''
    const { frame } = waiting
    this.#unsent -= frame.length
    waiting.frame = ''
    return frame
  }

  /** The calls that have not been sent, the first ones first. */
  unsent(): string[] {
    return [...this.#waiting].flatMap(([echo, { frame }]) => (frame === '' ? [] : [echo]))
  }

  /** Whether the envelope belongs to a call of ours. */
  settle(echo: unknown, answer: unknown, bytes: number): boolean {
    if (typeof echo !== 'string') return false
    const waiting = this.#waiting.get(echo)
    if (waiting === undefined) return false
    if (waiting.receiver.take(answer, bytes)) waiting.timer.refresh()
    else this.#end(echo)
    return true
  }

  /** The connection is gone: what had been sent over it may have been carried out. */
  failSent(why: string): void {
    this.#trouble = why
    for (const [echo, { call, frame }] of this.#waiting)
      if (frame === '') this.#fail(echo, this.#unreachable(call.action, why, true))
  }

  failAll(toError: (action: string, isSent: boolean) => unknown): void {
    for (const [echo, { call, frame }] of this.#waiting) this.#fail(echo, toError(call.action, frame === ''))
  }

  readonly #expire = (echo: string): void => {
    const waiting = this.#waiting.get(echo)
    if (waiting === undefined) return
    const { call, frame } = waiting
    const error =
      frame === ''
        ? new ApiTimeout(call.action, call.timeoutMs)
        : this.#unreachable(call.action, this.#trouble, false)
    this.#fail(echo, error)
  }

  #fail(echo: string, error: unknown): void {
    this.#end(echo)?.receiver.fail(error)
  }

  #end(echo: string): Waiting | undefined {
    const waiting = this.#waiting.get(echo)
    if (waiting === undefined) return undefined
    this.#waiting.delete(echo)
    this.#unsent -= waiting.frame.length
    clearTimeout(waiting.timer)
    if (waiting.giveUp !== undefined) waiting.call.signal?.removeEventListener('abort', waiting.giveUp)
    return waiting
  }

  #unreachable(action: string, why: string, maybeDone: boolean): ApiUnreachable {
    const hint = 'is the WebSocket server of the implementation switched on (NapCat: websocketServers)?'
    const message = maybeDone
      ? `${action}: the connection to ${this.#url} broke off (${why}) before there was an answer`
      : `${action}: not sent to ${this.#url} (${why}); ${hint}`
    return new ApiUnreachable(action, message, { maybeDone })
  }
}
