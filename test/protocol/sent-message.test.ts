import { describe, expect, test } from 'vitest'
import type { AnySegment } from '../../src/protocol/message.js'
import { toSentSegments } from '../../src/protocol/sent-message.js'

describe('toSentSegments', () => {
  test('writes numbers as strings', () => {
    expect(
      toSentSegments([
        { type: 'at', data: { qq: 10001 } },
        { type: 'reply', data: { id: -5n } },
      ]),
    ).toEqual([
      { type: 'at', data: { qq: '10001' } },
      { type: 'reply', data: { id: '-5' } },
    ])
  })

  test('leaves out null and undefined, keeps strings, booleans and objects', () => {
    const data = { a: null, b: undefined, c: '', d: false, e: { f: 1 }, g: [1] }
    expect(toSentSegments([{ type: 'x', data }])).toStrictEqual([
      { type: 'x', data: { c: '', d: false, e: { f: 1 }, g: [1] } },
    ])
  })

  test('reaches into the content of nodes', () => {
    const content = [{ type: 'node', data: { user_id: 2, content: [{ type: 'face', data: { id: 14 } }] } }]
    expect(toSentSegments([{ type: 'node', data: { user_id: 1, content } }])).toEqual([
      {
        type: 'node',
        data: {
          user_id: '1',
          content: [
            { type: 'node', data: { user_id: '2', content: [{ type: 'face', data: { id: '14' } }] } },
          ],
        },
      },
    ])
  })

  test('a string as the content of a node is plain text', () => {
    expect(toSentSegments([{ type: 'node', data: { content: '[CQ:at,qq=all]' } }])).toEqual([
      { type: 'node', data: { content: [{ type: 'text', data: { text: '[CQ:at,qq=all]' } }] } },
    ])
  })

  test('does not change what it is given', () => {
    const given = Object.freeze({ type: 'at', data: Object.freeze({ qq: 1 }) })
    expect(toSentSegments(Object.freeze([given]))).not.toBe(given)
    expect(given.data.qq).toBe(1)
  })

  test('nodes in a circle come to an end', () => {
    const content: AnySegment[] = []
    content.push({ type: 'node', data: { content } })
    expect(toSentSegments(content)).toHaveLength(1)
  })
})
