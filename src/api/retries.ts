import { setTimeout as sleep } from 'node:timers/promises'
import { ApiTimeout, ApiUnreachable } from '../errors.js'
import type { Call, Transport } from './transport.js'

const maxRetries = 2
const firstPauseMs = 200

/**
 * Calls a read again that found nobody or got no answer, twice at most and within its time: an attempt may take half
 * of what is left of it, the last one all. Nothing else is ever called again.
 */
export const retryReads = (
  transport: Transport,
  isRead: (action: string) => boolean,
  now: () => number = Date.now,
): Transport => {
  const closing = new AbortController()

  const sendRead = async (call: Call): Promise<unknown> => {
    const endsAt = now() + call.timeoutMs
    for (let failures = 0; ; failures += 1) {
      const left = endsAt - now()
      const isLast = failures === maxRetries
      try {
        return await transport.send({ ...call, timeoutMs: isLast ? left : Math.ceil(left / 2) })
      } catch (error) {
        if (!isPassing(error)) throw error
        const pauseMs = firstPauseMs * 2 ** failures * (1 + Math.random()) * 0.5
        const mayRetry = !isLast && now() + pauseMs < endsAt && (await pause(pauseMs, call, closing.signal))
        call.signal?.throwIfAborted()
        if (!mayRetry) throw error instanceof ApiTimeout ? new ApiTimeout(call.action, call.timeoutMs) : error
      }
    }
  }

  return {
    send: (call) => (isRead(call.action) ? sendRead(call) : transport.send(call)),
    stream: (call) => transport.stream(call),
    close() {
      closing.abort()
      transport.close()
    },
  }
}

const isPassing = (error: unknown): boolean => error instanceof ApiTimeout || error instanceof ApiUnreachable

/** Whether the pause was not broken off. */
const pause = (ms: number, { signal }: Call, closing: AbortSignal): Promise<boolean> =>
  sleep(ms, undefined, { signal: signal === undefined ? closing : AbortSignal.any([signal, closing]) }).then(
    () => true,
    () => false,
  )
