import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, face, image, text } from '../../src/protocol/build-segment.js'
import { decodeCqString, encodeCqString } from '../../src/protocol/cq-code.js'
import { type MessagePart, msg } from '../../src/protocol/msg.js'

describe('msg', () => {
  test('puts text and segments together', () => {
    expect(msg`欢迎 ${at(1)}，第 ${3} 位${image('https://a')}`).toEqual([
      text('欢迎 '),
      at(1),
      text('，第 3 位'),
      image('https://a'),
    ])
  })

  test('undefined, null and false add nothing', () => {
    expect(msg`a${undefined}b${null}c${false}`).toEqual([text('abc')])
    expect(msg`${undefined}`).toEqual([])
    expect(msg``).toEqual([])
  })

  test('numbers, 0 and big ones too, are text', () => {
    expect(msg`${0}${-1.5}${2n ** 64n}`).toEqual([text('0-1.518446744073709551616')])
  })

  test('arrays are put in, nested ones too', () => {
    expect(msg`${[at(1), ' ', [at(2), [], 'x']]}y`).toEqual([at(1), text(' '), at(2), text('xy')])
  })

  test('a message fits into a message', () => {
    const greeting = msg`hi ${at(1)}`
    expect(msg`${greeting}${face(1)}`).toEqual([text('hi '), at(1), face(1)])
  })

  test('escapes are those of JavaScript', () => {
    expect(msg`a\nb`).toEqual([text('a\nb')])
  })

  test('what is no part of a message is a TypeError', () => {
    for (const wrong of [{}, true, Symbol('x'), () => 1, new Date()]) {
      expect(() => msg`${wrong as MessagePart}`).toThrow(TypeError)
    }
  })

  test('a string never becomes anything but text, on the wire neither', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'[]CQ:at,=&;') })), (words) => {
        const message = msg`${words}`
        expect(message).toEqual(words === '' ? [] : [text(words)])
        expect(decodeCqString(encodeCqString(message))).toEqual(message)
      }),
    )
  })
})
