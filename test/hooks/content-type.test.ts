import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessContentType } from '../../src/hooks/content-type.js'

const guess = (text: string): string | undefined => guessContentType(Buffer.from(text))

describe('the content type of a body is guessed', () => {
  test.each([
    ['{"ref":"refs/heads/main"}', 'application/json'],
    ['  [1, 2]', 'application/json'],
    ['{"cut": ', 'application/json'],
    ['42', 'application/json'],
    ['payload=%7B%22a%22%3A1%7D', 'application/x-www-form-urlencoded'],
    ['a=1&b=&c=%20\n', 'application/x-www-form-urlencoded'],
    ['1 + 1 = 2', 'text/plain; charset=utf-8'],
    ['磁盘已满', 'text/plain; charset=utf-8'],
  ])('%j is %s', (text, type) => {
    expect(guess(text)).toBe(type)
  })

  test('no body has none, and bytes that are no text are bytes', () => {
    expect(guess('')).toBeUndefined()
    expect(guessContentType(Buffer.from([0xff, 0xd8, 0xff]))).toBe('application/octet-stream')
  })

  test('whatever is JSON is JSON, and every form is a form', () => {
    fc.assert(fc.property(fc.json(), (text) => guess(text) === 'application/json'))
    const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1 })
    fc.assert(
      fc.property(
        fields,
        (values) => guess(String(new URLSearchParams(values))) === 'application/x-www-form-urlencoded',
      ),
    )
  })
})
