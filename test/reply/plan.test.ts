import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, text } from '../../src/index.js'
import { planAnswer } from '../../src/reply/plan.js'

const group = 'message.group'

describe('one answer', () => {
  test.each([
    ['a string', 'hi', { reply: 'hi' }],
    ['a segment', at(1), { reply: [at(1)] }],
    ['segments', [at(1), text(' hi')], { reply: [at(1), text(' hi')] }],
    ['a segment as reply', { reply: at(1) }, { reply: [at(1)] }],
    ['a string with a mention', { reply: 'hi', reply_at: true }, { reply: [text('hi')], at_sender: true }],
    ['a mention that is not wanted', { reply: 'hi', at_sender: false }, { reply: 'hi', at_sender: false }],
    ['a mention of a reply that is not there', { reply_at: true, delete: true }, { delete: true }],
    ['fields that are off', { delete: false, kick: false, ban: false }, undefined],
    ['auto_escape, which a plain text does not need', { reply: 'hi', auto_escape: true }, { reply: 'hi' }],
    ['what a send resolved to', { message_id: 5 }, undefined],
    ['undefined fields', { reply: undefined, delete: true }, { delete: true }],
  ])('%s', (_what, answer, response) => {
    expect(planAnswer(group, [answer])).toEqual({ response, complaints: [] })
  })

  test.each([
    ['a field of requests', { approve: true }, /"approve" does not apply to message.group/],
    ['a misspelt field', { replay: 'hi' }, /"replay" is no field/],
    ['a switch in quotes', { ban: 'false' }, /"ban" is a string, expected true or false/],
    [
      'seconds that are none',
      { ban: true, ban_duration: '10m' },
      /"ban_duration" is a string, expected whole seconds/,
    ],
    ['a duration without a ban', { ban_duration: 60 }, /"ban_duration" does nothing without "ban"/],
    ['a reply that is a number', { reply: 5 }, /"reply" is a number/],
    ['strings among segments', ['hi', at(1)], /an array is no answer/],
    ['what an action gave back', { group_name: 'a' }, /"group_name" is no field/],
    ['a number', 5, /a number is no answer/],
  ])('%s is left out and said', (_what, answer, complaint) => {
    const plan = planAnswer(group, [answer])
    expect(plan.complaints).toEqual([expect.stringMatching(complaint)])
    expect(plan.response ?? {}).not.toHaveProperty('approve')
  })

  test('what a send resolved to is nothing for a notice too', () => {
    expect(planAnswer('notice.friend_add', [{ message_id: 5 }, {}])).toEqual({
      response: undefined,
      complaints: [],
    })
  })

  test('a private message takes a reply and nothing else', () => {
    expect(planAnswer('message.private', [{ reply: 'hi', kick: true }])).toEqual({
      response: { reply: 'hi' },
      complaints: ['"kick" does not apply to message.private'],
    })
  })

  test('a decline with its reason', () => {
    expect(planAnswer('request.group', [{ approve: false, reason: '暗号?' }]).response).toEqual({
      approve: false,
      reason: '暗号?',
    })
  })
})

describe('several answers', () => {
  test('a field belongs to the first that sets it, also when it switches it off', () => {
    const answers = [{ delete: false }, { delete: true, ban: true }, { ban: false, kick: true }]
    expect(planAnswer(group, answers).response).toEqual({ kick: true, ban: true })
  })

  test('how belongs to what: a reason is not taken from another decision', () => {
    expect(planAnswer('request.group', [{ approve: true }, { approve: false, reason: 'no' }])).toEqual({
      response: { approve: true },
      complaints: ['"approve" is that of the most specific handler, 1 more take no effect'],
    })
    expect(planAnswer('request.group', [{ reason: 'no' }])).toEqual({
      response: undefined,
      complaints: ['"reason" does nothing without "approve"'],
    })
  })

  test('the same said twice is no contradiction', () => {
    expect(planAnswer(group, [{ delete: true }, { delete: true }])).toEqual({
      response: { delete: true },
      complaints: [],
    })
  })

  test('of two replies the first rides, the second is said', () => {
    expect(planAnswer(group, ['first', 'second'])).toEqual({
      response: { reply: 'first' },
      complaints: ['"reply" is that of the most specific handler, 1 more take no effect'],
    })
  })
})

test('whatever handlers return, the plan is made, and a text stays the text it was', () => {
  fc.assert(
    fc.property(fc.array(fc.anything()), fc.string({ unit: 'grapheme' }), (answers, words) => {
      planAnswer(group, answers)
      const reply = planAnswer(group, [words]).response?.reply
      const shown = Array.isArray(reply) ? reply[0].data.text : reply
      expect(shown ?? '').toBe(words)
    }),
  )
})
