import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MemoryState } from '../../src/journal/memory-state.js'
import { createLog } from '../../src/log.js'
import { systemClock } from '../../src/protocol/clock.js'
import { type CronOptions, type Due, Schedule } from '../../src/schedule/cron.js'

const start = Date.parse('2026-01-01T00:00:00Z')
const hourMs = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({ now: start })
})
afterEach(() => {
  vi.useRealTimers()
})

interface Planned {
  readonly times: string[]
  readonly lines: string[]
  readonly end: () => void
}

const plan = (
  pattern: string,
  options: CronOptions = {},
  run: (due: Due) => Promise<void> = async () => {},
  state = new MemoryState(() => Date.now()),
): Planned => {
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => lines.push(JSON.parse(line).msg) })
  const schedule = new Schedule({ state, log, clock: systemClock, random: () => 0.5 })
  const times: string[] = []
  const end = schedule.add('test', pattern, { tz: 'Asia/Shanghai', ...options }, async (due) => {
    times.push(due.at.toISOString())
    await run(due)
  })
  return { times, lines, end }
}

describe('a scheduled job', () => {
  test('runs at its times in its time zone, until it is removed', async () => {
    const { times, end } = plan('0 9 * * *')
    await vi.advanceTimersByTimeAsync(26 * hourMs)
    expect(times).toEqual(['2026-01-01T01:00:00.000Z', '2026-01-02T01:00:00.000Z'])
    end()
    await vi.advanceTimersByTimeAsync(48 * hourMs)
    expect(times).toHaveLength(2)
  })

  test('waits longer than a timer can count', async () => {
    const { times } = plan('0 8 1 6 *')
    await vi.advanceTimersByTimeAsync(160 * 24 * hourMs)
    expect(times).toEqual(['2026-06-01T00:00:00.000Z'])
  })

  test('comes later by its jitter', async () => {
    const { times } = plan('0 9 * * *', { jitterMs: 60_000 })
    await vi.advanceTimersByTimeAsync(hourMs + 29_999)
    expect(times).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(times).toHaveLength(1)
  })

  test('is left out while the one before still runs', async () => {
    let finish = (): void => {}
    const { times, lines } = plan('* * * * *', {}, () => new Promise((resolve) => (finish = resolve)))
    await vi.advanceTimersByTimeAsync(180_000)
    expect(times).toHaveLength(1)
    expect(lines.filter((line) => line.includes('still runs'))).toHaveLength(2)
    finish()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(times).toHaveLength(2)
  })

  test('makes up once for what it missed while the bot did not run', async () => {
    const state = new MemoryState(() => Date.now())
    const { times, end } = plan('0 9 * * *', { missed: 'run' }, undefined, state)
    await vi.advanceTimersByTimeAsync(2 * hourMs)
    end()
    expect(times).toHaveLength(1)
    vi.setSystemTime(start + 72 * hourMs)
    const second = plan('0 9 * * *', { missed: 'run' }, undefined, state)
    await vi.advanceTimersByTimeAsync(0)
    expect(second.times).toEqual(['2026-01-02T01:00:00.000Z'])
    second.end()
    const third = plan('0 9 * * *', { missed: 'run' }, undefined, state)
    await vi.advanceTimersByTimeAsync(0)
    expect(third.times).toEqual([])
  })

  test('aborts its signal when it is removed', async () => {
    const signals: AbortSignal[] = []
    const { end } = plan('* * * * *', {}, async ({ signal }) => void signals.push(signal))
    await vi.advanceTimersByTimeAsync(60_000)
    end()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  test.each([
    ['every day', {}],
    ['0 25 * * *', {}],
    ['0 8 * * *', { tz: 'Mars/Olympus' }],
  ])('with the pattern %s and %o is refused', (pattern, options) => {
    expect(() => plan(pattern, options)).toThrow(`bot.cron('${pattern}') cannot be used`)
  })
})
