import { describe, expect, test } from 'vitest'
import { holds } from '../../src/reply/implementations.js'

describe('an entry of the table', () => {
  test.each([
    [true, undefined, true],
    [undefined, '9.9.9', false],
    ['4.20.0', '4.20.0', true],
    ['4.20.0', 'v4.20.1', true],
    ['4.20.0', '4.9.30', false],
    ['4.20.0', '5', true],
    ['4.20.0', '1.0.0-dev', false],
    ['4.20.0', undefined, false],
    ['4.20.0', 'nightly', false],
  ] as const)('since %s holds for version %s: %s', (since, version, expected) => {
    expect(holds(since, version)).toBe(expected)
  })
})
