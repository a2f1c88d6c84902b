import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../src/receive/fingerprint.js'
import { decoded } from '../samples/decoded.js'

describe('every fixture is known by its implementation', () => {
  test.each(decoded.map((one) => ({ ...one, file: one.sample.file })))(
    '$implementation: $file',
    ({ headers, body, implementation }) => {
      expect(fingerprint(Object.fromEntries(headers), body)).toBe(implementation)
    },
  )
})

test('a message is known without its headers, behind a proxy for example', () => {
  const messages = decoded.filter(({ sample }) => /^message(_sent)?\.(group|private)$/.test(sample.of))
  const guesses = messages.map(({ implementation, body }) => [
    implementation,
    fingerprint({ 'user-agent': 'a proxy' }, body),
  ])
  expect(
    guesses.filter(([implementation, guess]) => guess !== undefined && guess !== implementation),
  ).toEqual([])
})

test('what could be anybody is nobody', () => {
  expect(fingerprint({}, { post_type: 'notice' })).toBeUndefined()
  expect(fingerprint({ 'user-agent': 'curl/8' }, { post_type: 'message', message: 'hi' })).toBeUndefined()
})
