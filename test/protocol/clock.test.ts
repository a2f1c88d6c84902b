import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { maxTimerMs, repeat, systemClock } from '../../src/protocol/clock.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('times beyond what a timer of Node can count are waited for', () => {
  const work = vi.fn()
  systemClock.after(maxTimerMs + 1000, work)
  vi.advanceTimersByTime(maxTimerMs + 999)
  expect(work).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(work).toHaveBeenCalledTimes(1)
})

test('what is stopped does not happen', () => {
  const work = vi.fn()
  systemClock.after(maxTimerMs + 1000, work)()
  const stop = repeat(systemClock, 1000, work)
  vi.advanceTimersByTime(2500)
  stop()
  vi.advanceTimersByTime(maxTimerMs)
  expect(work).toHaveBeenCalledTimes(2)
})
