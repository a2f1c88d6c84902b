import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { retryReads } from '../../src/api/retries.js'
import type { Call } from '../../src/api/transport.js'
import { ApiProtocolError, ApiTimeout, ApiUnreachable } from '../../src/errors.js'

const call: Call = { action: 'get_msg', params: '{}', timeoutMs: 8000 }
const nobody = new ApiUnreachable('get_msg', 'nobody')

/** A transport whose attempts end like this, one after another; fake time passes by itself. */
const attempts = (ends: readonly unknown[], isRead = true) => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 })
  onTestFinished(() => void vi.useRealTimers())
  const times: number[] = []
  const transport = retryReads(
    {
      async send({ timeoutMs }) {
        const end = ends[times.length]
        times.push(timeoutMs)
        if (end instanceof Error) throw end
        return end
      },
      async *stream() {},
      close() {},
    },
    () => isRead,
  )
  return { transport, times }
}

describe('a read', () => {
  test('is called again, twice at most, within its time', async () => {
    const { transport, times } = attempts([nobody, nobody, 'there'])
    expect(await transport.send(call)).toBe('there')
    const [first, second, third] = times
    expect(first).toBe(4000)
    expect(second).toBeLessThan(4000)
    expect(third).toBeLessThan(8000)
  })

  test('that fails three times fails, with the time of the whole call', async () => {
    const { transport, times } = attempts([1, 2, 3].map((ms) => new ApiTimeout('get_msg', ms)))
    await expect(transport.send(call)).rejects.toMatchObject({ code: 'API_TIMEOUT', timeoutMs: 8000 })
    expect(times).toHaveLength(3)
  })

  test('is not called again after an answer that cannot be read, nor when its time is up', async () => {
    const broken = attempts([new ApiProtocolError('get_msg', 'x'), 'there'])
    await expect(broken.transport.send(call)).rejects.toThrow(ApiProtocolError)
    const short = attempts([nobody, 'there'])
    await expect(short.transport.send({ ...call, timeoutMs: 50 })).rejects.toBe(nobody)
    expect([broken.times.length, short.times.length]).toEqual([1, 1])
  })

  test('is not called again when it is given up or the client is closed', async () => {
    const abort = new AbortController()
    const given = attempts([nobody, 'there'])
    const givenUp = given.transport.send({ ...call, signal: abort.signal })
    abort.abort(new Error('enough'))
    await expect(givenUp).rejects.toThrow('enough')
    const closed = attempts([nobody, 'there'])
    const sent = closed.transport.send(call)
    closed.transport.close()
    await expect(sent).rejects.toBe(nobody)
    expect([given.times.length, closed.times.length]).toEqual([1, 1])
  })
})

test('what is no read is called once', async () => {
  const { transport, times } = attempts([nobody, 'there'], false)
  await expect(transport.send(call)).rejects.toBe(nobody)
  expect(times).toEqual([8000])
})
