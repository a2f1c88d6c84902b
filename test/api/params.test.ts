import { describe, expect, test } from 'vitest'
import { toWireParams } from '../../src/api/params.js'

const plain = (content: string) => [{ type: 'text', data: { text: content } }]

describe('messages', () => {
  test('a string without special characters travels as it is', () => {
    const params = { group_id: 1, message: 'hello, 世界' }
    expect(toWireParams('send_group_msg', params)).toEqual(params)
  })

  test.each(['[CQ:at,qq=all]', 'a & b', 'a ] b', '&#91;'])('%s travels as a text segment', (message) => {
    const sent = toWireParams('send_private_msg', { user_id: 1, message, auto_escape: false })
    expect(sent).toEqual({ user_id: 1, message: plain(message), auto_escape: false })
  })

  test.each(['send_msg', 'send_guild_channel_msg', 'send_group_msg_async', 'send_group_msg_rate_limited'])(
    '%s is a send like the others',
    (action) => {
      expect(toWireParams(action, { message: '[CQ:face,id=1]' })).toEqual({
        message: plain('[CQ:face,id=1]'),
      })
    },
  )

  test('segments keep their text, and their numbers become strings', () => {
    const segments = [
      { type: 'text', data: { text: '[CQ:at,qq=1]' } },
      { type: 'at', data: { qq: 10001 } },
    ]
    expect(toWireParams('send_group_msg', { group_id: 1, message: segments })).toEqual({
      group_id: 1,
      message: [segments[0], { type: 'at', data: { qq: '10001' } }],
    })
    expect(toWireParams('send_group_msg', { group_id: 1, message: segments[1] })).toEqual({
      group_id: 1,
      message: [{ type: 'at', data: { qq: '10001' } }],
    })
  })

  test('a string in a node of a forward is plain text too', () => {
    const node = { type: 'node', data: { user_id: 1, nickname: 'a', content: '[x]' } }
    expect(toWireParams('send_group_forward_msg', { group_id: 1, messages: [node] })).toEqual({
      group_id: 1,
      messages: [{ type: 'node', data: { user_id: '1', nickname: 'a', content: plain('[x]') } }],
    })
  })

  test('a parameter called "message" that holds none stays a string', () => {
    const params = { group_id: 1, user_id: 2, message: 'read the rules [1]' }
    expect(toWireParams('set_group_kick', params)).toBe(params)
  })
})

describe('parameters that implementations understand differently when they are missing', () => {
  test.each([
    ['set_group_ban', { duration: 1800 }],
    ['set_group_admin', { enable: true }],
    ['set_group_whole_ban', { enable: true }],
    ['set_group_anonymous_ban', { duration: 1800 }],
  ])('%s is sent with what the standard says', (action, explicit) => {
    expect(toWireParams(action, { group_id: 1 })).toEqual({ group_id: 1, ...explicit })
  })

  test('undefined counts as missing, 0 does not', () => {
    expect(toWireParams('set_group_ban', { duration: undefined })).toEqual({ duration: 1800 })
    expect(toWireParams('set_group_ban', { duration: 0 })).toEqual({ duration: 0 })
  })
})

test.each(['', 'constructor', '__proto__', 'an_action_of_tomorrow'])(
  'the parameters of the unknown action "%s" stay as they are',
  (action) => {
    const params = { message: '[CQ:at,qq=1]' }
    expect(toWireParams(action, params)).toBe(params)
  },
)
