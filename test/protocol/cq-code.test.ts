import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCqString, encodeCqString } from '../../src/protocol/cq-code.js'
import { fastest } from '../support/fastest.js'

const text = (content: string) => ({ type: 'text', data: { text: content } })

describe('decodeCqString', () => {
  test('separates codes from text', () => {
    expect(decodeCqString('[CQ:reply,id=-5][CQ:at,qq=10001] hi')).toEqual([
      { type: 'reply', data: { id: '-5' } },
      { type: 'at', data: { qq: '10001' } },
      text(' hi'),
    ])
  })

  test('decodes entities in text and in values, a comma too', () => {
    expect(decodeCqString('a&#44;b &#91;CQ:at&#93; &amp;amp; &lt;')).toEqual([text('a,b [CQ:at] &amp; &lt;')])
    expect(decodeCqString('[CQ:json,data={"a":&#91;1&#44;2&#93;}]')).toEqual([
      { type: 'json', data: { data: '{"a":[1,2]}' } },
    ])
  })

  test.each([
    ['Lagrange writes null as an empty value', '[CQ:at,qq=1,name=]', { qq: '1', name: '' }],
    ['a parameter without = is left out', '[CQ:at,qq=1,cache]', { qq: '1' }],
    ['a value may hold =', '[CQ:at,qq=a=b==]', { qq: 'a=b==' }],
    ['a space before a key is skipped', '[CQ:at, qq=1]', { qq: '1' }],
    ['keys may hold . and -', '[CQ:at,a.b-c=1]', { 'a.b-c': '1' }],
    ['an empty key is left out', '[CQ:at,=1]', {}],
    ['__proto__ is left out', '[CQ:at,__proto__=1]', {}],
    ['no parameters', '[CQ:at]', {}],
  ])('%s', (_, code, data) => {
    expect(decodeCqString(code)).toEqual([{ type: 'at', data }])
  })

  test.each(['[CQ:]', '[CQ:,a=1]', '[CQ:at,qq=1', '[CQ at]', '[cq:at]', '[]', ']', '[CQ:a b]'])(
    '%s stays text',
    (source) => {
      expect(decodeCqString(source)).toEqual([text(source)])
    },
  )

  test('an opening that is not closed does not hide the code behind it', () => {
    expect(decodeCqString('[CQ:at,[CQ:face,id=1]')).toEqual([
      text('[CQ:at,'),
      { type: 'face', data: { id: '1' } },
    ])
  })

  test('an empty string has no segments', () => {
    expect(decodeCqString('')).toEqual([])
  })

  test('arbitrary strings never throw', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[CQ:', '[CQ:a,', ']', ',', '=', '&', '&#91;', '__proto__', '\ud800'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const { type, data } of decodeCqString(pieces.join(''))) {
          expect([typeof type, ...Object.values(data).map((value) => typeof value)]).not.toContain(
            'undefined',
          )
        }
      }),
    )
  })

  test.each(['[CQ:', '[CQ:a,', '[CQ:]', '&', '[CQ:a,b', '[', ']', 'CQ:', '&#91;'])(
    '1 MiB of %s takes less than 50 ms',
    (unit) => {
      const source = unit.repeat(Math.ceil(2 ** 20 / unit.length))
      expect(fastest(() => decodeCqString(source))).toBeLessThan(50)
    },
  )

  // Half a million segments or values take their time; in quadratic time it would be minutes.
  test.each([',', ',a=1', ',&', '][CQ:a', '][CQ:a,b=1]x[CQ:a', 'a'])(
    '1 MiB of %s within a code stays linear',
    (unit) => {
      const source = `[CQ:a${unit.repeat(Math.ceil(2 ** 20 / unit.length))}`
      expect(fastest(() => decodeCqString(source))).toBeLessThan(1000)
      expect(fastest(() => decodeCqString(`${source}]`))).toBeLessThan(1000)
    },
  )
})

describe('encodeCqString', () => {
  test('escapes text and values', () => {
    expect(encodeCqString([text('[CQ:at,qq=all] & more, yes')])).toBe(
      '&#91;CQ:at,qq=all&#93; &amp; more, yes',
    )
    expect(encodeCqString([{ type: 'a', data: { b: '[x],&' } }])).toBe('[CQ:a,b=&#91;x&#93;&#44;&amp;]')
  })

  test('leaves out null and undefined, keeps empty strings', () => {
    expect(encodeCqString([{ type: 'a', data: { b: null, c: undefined, d: '' } }])).toBe('[CQ:a,d=]')
  })

  test('writes numbers, booleans and objects as text', () => {
    const data = { n: 1, yes: true, o: { a: [1] } }
    expect(decodeCqString(encodeCqString([{ type: 'a', data }]))).toEqual([
      { type: 'a', data: { n: '1', yes: 'true', o: '{"a":[1]}' } },
    ])
  })

  test('leaves out what no code can hold', () => {
    const circle: Record<string, unknown> = {}
    circle.itself = circle
    expect(encodeCqString([{ type: 'a', data: { 'x,y': '1', '': '1', circle } }])).toBe('[CQ:a]')
    expect(encodeCqString([{ type: 'a],[CQ:at,qq=all', data: {} }, text('x')])).toBe('x')
  })

  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'[]&,=;#CQ:amp91 \n') }),
  )
  const nameOf = (pattern: RegExp) => fc.stringMatching(pattern).filter((name) => name !== '__proto__')

  test.each([
    ['names that all five read', nameOf(/^\w+$/)],
    ['names that only some read', nameOf(/^[^\s,=&[\]]+$/)],
  ])('decoding gives back arbitrary text, keys and values: %s', (_, name) => {
    const code = fc.record({
      type: name.filter((type) => type !== 'text'),
      data: fc.dictionary(name, value, { noNullPrototype: true }),
    })
    // Texts that touch become one, and an empty one has no trace.
    const part = fc.tuple(value, code).map(([words, one]) => [...(words === '' ? [] : [text(words)]), one])
    fc.assert(
      fc.property(fc.array(part), value, (parts, end) => {
        const segments = [...parts.flat(), ...(end === '' ? [] : [text(end)])]
        expect(decodeCqString(encodeCqString(segments))).toEqual(segments)
      }),
    )
  })

  test('writes what the expression of NapCat and LLOneBot reads as one code', () => {
    const name = nameOf(/^\w+$/)
    fc.assert(
      fc.property(
        name.filter((type) => type !== 'text'),
        fc.dictionary(name, value),
        (type, data) => {
          expect(encodeCqString([{ type, data }])).toMatch(/^\[CQ:\w+(?:,\w+=[^,\]]*)*\]$/)
        },
      ),
    )
  })
})
