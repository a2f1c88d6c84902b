import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDuration, showDuration } from '../../../src/dispatch/command/duration.js'

test.each([
  ['10m', 600],
  ['2h', 7200],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['1天', 86_400],
  ['30秒', 30],
  ['2个小时', 7200],
  ['半小时', 1800],
  ['1小时30分钟', 5400],
  ['１０Ｍ', 600],
  ['1w', 604_800],
  ['0', 0],
])('%s is %i seconds', (written, seconds) => {
  expect(parseDuration(written)).toBe(seconds)
})

test.each(['', '10', 'm', '10mm', '10 m', '-5m', '10x', 'm10', '9'.repeat(40), `${'1m'.repeat(40)}`])(
  '"%s" is no duration',
  (written) => {
    expect(parseDuration(written)).toBeUndefined()
  },
)

const names = ['d', 'h', 'min', 's'] as const

test.each([
  [0.2, '1 s'],
  [61, '1 min 1 s'],
  [5400, '1 h 30 min'],
  [3601, '1 h 1 min'],
  [86_400, '1 d'],
])('%d seconds are shown as %s', (seconds, shown) => {
  expect(showDuration(seconds, [...names])).toBe(shown)
})

test('what is shown is never less than it is', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e7, noNaN: true }), (seconds) => {
      const shown = showDuration(seconds, [...names])
      expect(parseDuration(shown.replaceAll(' ', ''))).toBeGreaterThanOrEqual(seconds)
    }),
  )
})
