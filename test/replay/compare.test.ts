import { describe, expect, test } from 'vitest'
import type { CapturedCall } from '../../src/capture/capture-line.js'
import { differences } from '../../src/replay/compare.js'
import { lineOf } from '../support/capture.js'

const call = (action: string, more: Partial<CapturedCall> = {}): CapturedCall => ({
  action,
  params: { group_id: 1 },
  outcome: 'done',
  ...more,
})

const answer = { status: 204, body: '' }

describe('what a bot says now is compared with what it said', () => {
  test('by status and by what the body means, not by how it is written', () => {
    const line = lineOf({}, 0, { answer: { status: 200, body: '{"reply":"\\u7fa4","at_sender":true}' } })
    const now = { status: 200, body: '{"at_sender":true,"reply":"群"}' }
    expect(differences(line, { answer: now })).toEqual([])
    expect(differences(line, { answer })).toEqual([
      { side: '-', text: '200 {"at_sender":true,"reply":"群"}' },
      { side: '+', text: '204' },
    ])
  })

  test('by the calls of answers in their order, and by those of handlers in any', () => {
    const own = { own: true } as const
    const line = lineOf({}, 0, { calls: [call('a'), call('b'), call('c', own), call('d', own)] })
    const now = [call('a'), call('d', own), call('c', own), call('b')]
    expect(differences(line, { answer, calls: now })).toEqual([])
    const turned = differences(line, {
      answer,
      calls: [call('b'), call('a'), call('c', own), call('d', own)],
    })
    expect(turned.map(({ side }) => side)).toEqual(['-', '-', '-', '-', '+', '+', '+', '+'])
  })

  test('by calls, not by what became of them', () => {
    const line = lineOf({}, 0, { calls: [call('a', { data: 1 })] })
    expect(differences(line, { answer, calls: [call('a', { outcome: 'refused', error: 'no' })] })).toEqual([])
    expect(differences(line, { answer, calls: [call('a'), call('a')] })).toEqual([
      { side: '+', text: 'a {"group_id":1}' },
    ])
  })

  test('without the calls of handlers where the journal has kept it', () => {
    const { captured: _, ...line } = lineOf({}, 0, { calls: [call('a')] })
    expect(differences(line, { answer, calls: [call('a'), call('b', { own: true })] })).toEqual([])
  })

  test('not at all where it was unfinished', () => {
    const line = lineOf({}, 0, { answer: { status: 0, body: '' }, unfinished: 'open' })
    expect(differences(line, { answer, calls: [call('a')] })).toEqual([])
  })
})
