import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainText } from '../../src/protocol/message.js'
import { toSegments } from '../../src/protocol/normalize.js'
import { imagesOf, mentionsOf, quotedId } from '../../src/protocol/read-message.js'

const message = toSegments(
  '[CQ:reply,id=-5][CQ:at,qq=10002] look [CQ:image,file=a,url=https://a][CQ:at,qq=10001][CQ:at,qq=10002] here ',
)

test('plainText joins the text and trims it', () => {
  expect(plainText(message)).toBe('look  here')
  expect(plainText([])).toBe('')
})

test('plainText takes segments that nobody has checked', () => {
  const odd = [{}, { text: 1 }, { text: { toString: 1 } }, { text: 'a' }]
  expect(plainText(odd.map((data) => ({ type: 'text', data })))).toBe('a')
})

test('imagesOf gives the data of the pictures', () => {
  expect(imagesOf(message)).toEqual([{ file: 'a', url: 'https://a' }])
  expect(imagesOf(toSegments('[CQ:mface,emoji_id=1]'))).toEqual([])
})

describe('mentionsOf', () => {
  test('gives each user once, in order', () => {
    expect(mentionsOf(message)).toEqual([10002, 10001])
  })

  test('tells everybody apart', () => {
    expect(mentionsOf(toSegments('[CQ:at,qq=all][CQ:at,qq=1]'))).toEqual(['all', 1])
  })

  test('keeps as digits what no number can hold, and leaves out what names nobody', () => {
    const odd = ['', '9007199254740993', '144115218182911616'].map((qq) => ({ type: 'at', data: { qq } }))
    expect(mentionsOf(toSegments(odd))).toEqual(['9007199254740993', '144115218182911616'])
  })
})

describe('quotedId', () => {
  const quoting = (id: unknown) => quotedId(toSegments([{ type: 'reply', data: { id } }]))

  test('is a number, a negative one too', () => {
    expect(quotedId(message)).toBe(-5)
    expect(quoting(2147483648)).toBe(2147483648)
  })

  test('is a string where a number cannot hold it', () => {
    expect(quoting('7400000000000000001')).toBe('7400000000000000001')
    expect(quoting('BAACAg-1')).toBe('BAACAg-1')
    expect(quoting('007')).toBe('007')
  })

  test('is undefined without a quotation, and for 0, which Lagrange writes when it does not know', () => {
    for (const id of ['0', 0, '', undefined]) expect(quoting(id)).toBeUndefined()
    expect(quotedId([])).toBeUndefined()
  })
})

test('arbitrary messages never throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ type: fc.constantFrom('at', 'reply', 'image', 'text'), data: fc.jsonValue() })),
      (given) => {
        const segments = toSegments(given)
        plainText(segments)
        imagesOf(segments)
        mentionsOf(segments)
        quotedId(segments)
      },
    ),
  )
})
