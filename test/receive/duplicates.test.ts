import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameEvent } from '../../src/protocol/event-name.js'
import { identify, SeenKeys } from '../../src/receive/duplicates.js'

const notice = { self_id: 1, time: 100, post_type: 'notice' }
const message = { self_id: 1, post_type: 'message', message_type: 'group', message_id: 7 }
const request = { self_id: 1, post_type: 'request', request_type: 'friend', user_id: 2, flag: '5' }
const invite = { ...request, request_type: 'group', sub_type: 'invite', group_id: 3 }
const increase = { ...notice, notice_type: 'group_increase', group_id: 3, user_id: 2 }
const poke = { ...notice, notice_type: 'notify', sub_type: 'poke', user_id: 2, target_id: 1 }

const identities = (event: Readonly<Record<string, unknown>>) =>
  identify(event, nameEvent(event), Buffer.from(JSON.stringify(event)))

/** Whether the second is dropped when it comes `laterMs` after the first. */
const isDuplicate = (first: object, second: object, laterMs = 0): boolean => {
  const seen = new SeenKeys()
  seen.areNew(identities({ ...first }), 0)
  return !seen.areNew(identities({ ...second }), laterMs)
}

const minutes = 60_000

describe('the second delivery', () => {
  test.each([
    ['a message with the same id', message, { ...message, raw_message: 'other bytes' }, 9 * minutes],
    ['a message with the same id in digits', message, { ...message, message_id: '7' }, 9 * minutes],
    ['a request with the same flag', request, request, 9 * minutes],
    ['an invitation by another path, with another flag', invite, { ...invite, flag: '6' }, 9000],
    ['an invitation with the same flag, much later', invite, invite, 9 * minutes],
    ['a new member by another path', increase, { ...increase, time: 105, operator_id: 9 }, 9000],
    ['a notice that is the same to the byte', poke, poke, 9 * minutes],
  ])('%s is a duplicate', (_what, first, second, laterMs) => {
    expect(isDuplicate(first, second, laterMs)).toBe(true)
  })

  test.each([
    ['the same message of another account', message, { ...message, self_id: 2 }, 0],
    ['a message with another id', message, { ...message, message_id: 8 }, 0],
    ['a message whose id is larger than such a number', message, { ...message, message_id: 7 + 2 ** 32 }, 0],
    ['a message with other digits of the same value', message, { ...message, message_id: '07' }, 0],
    ['a private message with the same id', message, { ...message, message_type: 'private' }, 0],
    [
      'a message that go-cqhttp could not store',
      { ...message, message_id: -1 },
      { ...message, message_id: -1 },
      0,
    ],
    [
      'a message without an id',
      { ...message, message_id: undefined },
      { ...message, message_id: undefined },
      0,
    ],
    ['the same id after ten minutes', message, message, 10 * minutes],
    ['a request of somebody else in the same second', request, { ...request, user_id: 3 }, 0],
    ['a member who comes back after ten seconds', increase, { ...increase, time: 110 }, 10_000],
    ['another member', increase, { ...increase, user_id: 4 }, 0],
    ['a notice a second later', poke, { ...poke, time: 101 }, 0],
    ['a notice without a time', { ...poke, time: undefined }, { ...poke, time: undefined }, 0],
    ['a heartbeat', { ...notice, post_type: 'meta_event' }, { ...notice, post_type: 'meta_event' }, 0],
    ['something unknown', { self_id: 1, post_type: 'weather' }, { self_id: 1, post_type: 'weather' }, 0],
  ])('%s is none', (_what, first, second, laterMs) => {
    expect(isDuplicate(first, second, laterMs)).toBe(false)
  })
})

test('a message_id of 0 identifies like any other', () => {
  expect(isDuplicate({ ...message, message_id: 0 }, { ...message, message_id: 0 })).toBe(true)
})

test('no more keys are kept than allowed, the newest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }), (ids) => {
      const seen = new SeenKeys(10)
      const recent: number[] = []
      for (const id of ids) {
        const isNew = seen.areNew([{ of: '1 message', id: id % 2 === 0 ? id : `${id}`, windowMs: 1000 }], 0)
        expect(isNew).toBe(!recent.includes(id))
        if (isNew) recent.push(id)
        if (recent.length > 10) recent.shift()
      }
    }),
  )
})
