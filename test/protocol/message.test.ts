import { describe, expect, expectTypeOf, test } from 'vitest'
import { at, image } from '../../src/protocol/build-segment.js'
import {
  type AnySegment,
  isSegment,
  type Reply,
  type Segment,
  type SegmentOf,
} from '../../src/protocol/message.js'
import { msg } from '../../src/protocol/msg.js'
import { toSegments } from '../../src/protocol/normalize.js'

import type { SentSegment } from '../../src/protocol/sent-message.js'

describe('isSegment', () => {
  test('is true for a type with data, whatever the type', () => {
    expect(isSegment({ type: 'gift', data: {} })).toBe(true)
  })

  test('is false for the rest', () => {
    for (const value of [null, 'text', {}, { type: 1, data: {} }, { type: 'x' }, { type: 'x', data: null }]) {
      expect(isSegment(value)).toBe(false)
    }
  })
})

describe('the type of a segment', () => {
  const segments: readonly Segment[] = toSegments('[CQ:image,file=a][CQ:gift,id=1]')

  test('tells its data', () => {
    for (const segment of segments) {
      if (segment.type === 'image') {
        expectTypeOf(segment).toEqualTypeOf<SegmentOf<'image'>>()
        expectTypeOf(segment.data.file).toEqualTypeOf<string>()
        expectTypeOf(segment.data.sub_type).toEqualTypeOf<number | undefined>()
        // @ts-expect-error: no value of a picture
        segment.data.fiel
      }
    }
    expectTypeOf(segments.find((one) => one.type === 'reply')?.data.id).toEqualTypeOf<string | undefined>()
  })

  test('leaves the data of an unknown one unknown', () => {
    for (const segment of segments) {
      switch (segment.type) {
        case 'image':
          expect(segment.data.file).toBe('a')
          break
        default:
          if (segment.type === '(of another type)') expectTypeOf(segment.data.id).toBeUnknown()
      }
    }
    const any: readonly AnySegment[] = segments
    expect(any.find((one) => one.type === 'gift')?.data.id).toBe('1')
  })
})

test('what is built, received or written by hand can be an answer', () => {
  const built: SentSegment = image('a')
  const answers: Reply[] = [
    built,
    [at(1), built],
    msg`${at(1)}`,
    toSegments('a'),
    { type: 'gift', data: { id: 1 } },
  ]
  expect(answers).toHaveLength(5)
})

test('a builder refuses what its segment has not', () => {
  // @ts-expect-error: no option of a picture
  expect(image('a', { caption: 'b' }).data).toEqual({ file: 'a' })
})
